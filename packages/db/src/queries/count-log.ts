import type { Sql } from '../postgres/client.ts';
import { type Sight, sightList } from './sight.ts';

export interface LogCounts {
  /** null: to be added up from counts, as only the whole log has heads. */
  readonly events: number | null;
  /** null where it is not told: refused events belong to no person. */
  readonly refused: number | null;
  readonly open_cases: number;
  readonly first_at: string | null;
  readonly last_at: string | null;
}

const nothing: LogCounts = { events: 0, refused: 0, open_cases: 0, first_at: null, last_at: null };

/** The figures that only the log and its own tables know. */
export async function countLog(sql: Sql, sight: Sight): Promise<LogCounts> {
  const [row] = await (sight === 'everybody' ? countAll(sql) : countSeen(sql, sight));
  return row ?? nothing;
}

/** Offsets have no gaps, so the heads add up to the number of events. */
function countAll(sql: Sql) {
  return sql<LogCounts[]>`
    select
      (select coalesce(sum(head), 0)::bigint from lane) as events,
      (select count(*) from refused_event) as refused,
      (select count(*) from anomaly_case where status not in ('resolved', 'dismissed')) as open_cases,
      (select min(occurred_at) from event) as first_at,
      (select max(occurred_at) from event) as last_at`;
}

/** First and last by person: each is one step into the person's index. */
function countSeen(sql: Sql, sight: readonly string[]) {
  return sql<LogCounts[]>`
    select null::bigint as events, null::bigint as refused,
      (select count(*) from anomaly_case
       where status not in ('resolved', 'dismissed') and user_id = any(${sightList(sql, sight)})) as open_cases,
      min(bounds.first_at) as first_at, max(bounds.last_at) as last_at
    from unnest(${sightList(sql, sight)}) as seen(user_id)
    cross join lateral (
      select
        (select occurred_at from event where event.user_id = seen.user_id order by occurred_at limit 1) as first_at,
        (select occurred_at from event where event.user_id = seen.user_id order by occurred_at desc limit 1) as last_at
    ) as bounds`;
}
