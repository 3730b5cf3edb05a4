import type { Statements } from '../postgres/statements.ts';
import { eventsToday, type KeyRowWithUsage, keyColumns } from './key-row.ts';

export async function getKey(sql: Statements, keyId: string): Promise<KeyRowWithUsage | undefined> {
  const [row] = await sql<KeyRowWithUsage[]>`
    select ${keyColumns(sql)}, ${eventsToday(sql)} from api_key where key_id = ${keyId}`;
  return row;
}
