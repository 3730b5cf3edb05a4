import type { Sql } from '../postgres/client.ts';

/** Refused events whose repair began so long ago that its process must be gone, oldest first. */
export async function listAbandoned(sql: Sql, olderThanMs: number, limit: number): Promise<readonly string[]> {
  const rows = await sql<{ refused_id: string }[]>`
    select refused_id from refused_event
    where state = 'resubmitting' and claimed_at < clock_timestamp() - ${olderThanMs} * interval '1 millisecond'
    order by claimed_at limit ${limit}`;
  return rows.map((row) => row.refused_id);
}
