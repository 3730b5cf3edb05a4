import type { Sql } from '../postgres/client.ts';
import { type WholeRefused, wholeColumns } from './refused-row.ts';

/** Refused events with their bytes, in the order of the ids given; unknown ids are left out. */
export async function getRefused(sql: Sql, refusedIds: readonly string[]): Promise<readonly WholeRefused[]> {
  const rows = await sql<WholeRefused[]>`
    select ${wholeColumns(sql)} from refused_event where refused_id = any(${[...refusedIds]}::uuid[])`;
  const byId = new Map(rows.map((row) => [row.refused_id, row]));
  return refusedIds.flatMap((id) => byId.get(id.toLowerCase()) ?? []);
}
