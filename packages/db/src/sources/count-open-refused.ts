import type { Sql } from '../postgres/client.ts';

/** Refused events that nobody settled yet, by source. */
export async function countOpenRefused(sql: Sql): Promise<ReadonlyMap<string, number>> {
  const rows = await sql<{ source: string; open: number }[]>`
    select source_system as source, count(*)::int as open from refused_event
    where state in ('open', 'resubmitting') and source_system is not null group by source_system`;
  return new Map(rows.map((row) => [row.source, row.open]));
}
