import type { Sql } from '../postgres/client.ts';
import type { KeyUsage } from './add-key-usage.ts';

/** What every key has used of a UTC day. */
export async function readKeyUsage(sql: Sql, day: string): Promise<readonly KeyUsage[]> {
  return sql<KeyUsage[]>`select key_id, day, events from key_usage where day = ${day}::date`;
}
