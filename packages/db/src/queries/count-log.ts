import type { Sql } from '../postgres/client.ts';

export interface LogCounts {
  /** Offsets have no gaps, so the heads add up to the number of events. */
  readonly events: number;
  readonly refused: number;
  readonly open_cases: number;
  readonly first_at: string | null;
  readonly last_at: string | null;
}

/** The figures that only the log and its own tables know. */
export async function countLog(sql: Sql): Promise<LogCounts> {
  const [row] = await sql<LogCounts[]>`
    select
      (select coalesce(sum(head), 0)::bigint from lane) as events,
      (select count(*) from refused_event) as refused,
      (select count(*) from anomaly_case where status not in ('resolved', 'dismissed')) as open_cases,
      (select min(occurred_at) from event) as first_at,
      (select max(occurred_at) from event) as last_at`;
  return row ?? { events: 0, refused: 0, open_cases: 0, first_at: null, last_at: null };
}
