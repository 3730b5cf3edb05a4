import type { Sql } from '../postgres/client.ts';

/** Everything known of one source: what the watch judges and the list shows. */
export interface SourceFigures {
  readonly source: string;
  readonly first_seen_at: string;
  readonly last_seen_at: string;
  readonly last_accepted_at: string | null;
  readonly last_refused_at: string | null;
  /** By the clock of the database, like every instant here: the clocks of two hubs may differ. */
  readonly silent_ms: number;
  readonly known_ms: number;
  readonly gaps: readonly number[];
  readonly accepted_5m: number;
  readonly duplicates_5m: number;
  readonly refused_5m: number;
  readonly accepted_24h: number;
  readonly duplicates_24h: number;
  readonly refused_24h: number;
}

/** The latest seen first. Five minutes are the running one and the four before it, and the day holds them too. */
export async function readSourceFigures(sql: Sql, limit: number): Promise<readonly SourceFigures[]> {
  return sql<SourceFigures[]>`
    select h.source, h.first_seen_at, h.last_seen_at, h.last_accepted_at, h.last_refused_at, h.gaps,
      (extract(epoch from clock_timestamp() - h.last_seen_at) * 1000)::float8 as silent_ms,
      (extract(epoch from h.last_seen_at - h.first_seen_at) * 1000)::float8 as known_ms,
      coalesce(a.accepted_5m, 0) as accepted_5m, coalesce(a.duplicates_5m, 0) as duplicates_5m,
      coalesce(a.refused_5m, 0) as refused_5m, coalesce(a.accepted_24h, 0) as accepted_24h,
      coalesce(a.duplicates_24h, 0) as duplicates_24h, coalesce(a.refused_24h, 0) as refused_24h
    from (select * from source_health order by last_seen_at desc limit ${limit}) as h
    left join lateral (
      select sum(accepted) filter (where recent)::float8 as accepted_5m,
        sum(duplicates) filter (where recent)::float8 as duplicates_5m,
        sum(refused) filter (where recent)::float8 as refused_5m,
        sum(accepted)::float8 as accepted_24h, sum(duplicates)::float8 as duplicates_24h, sum(refused)::float8 as refused_24h
      from (
        select accepted, duplicates, refused,
          minute > date_trunc('minute', clock_timestamp()) - interval '5 minutes' as recent
        from source_activity
        where source_activity.source = h.source and minute > clock_timestamp() - interval '24 hours'
      ) as day
    ) as a on true
    order by h.last_seen_at desc, h.source`;
}
