import type { RefusedFilter, RefusedGroup } from '@activity-hub/contracts/activity/refused-search';
import type { Sql } from '../postgres/client.ts';
import { type RefusedStateFilter, refusedCondition } from './refused-condition.ts';

/** Refused events by their reason, largest group first, with one group more than the limit. */
export async function groupRefused(
  sql: Sql,
  filter: RefusedFilter,
  state: RefusedStateFilter,
  limit: number,
): Promise<readonly RefusedGroup[]> {
  return sql<RefusedGroup[]>`
    with grouped as (
      select group_id, count(*)::int as count, min(received_at) as first_seen_at, max(received_at) as last_seen_at,
        (array_agg(distinct source_system) filter (where source_system is not null))[1:10] as sources,
        (array_agg(refused_id order by received_at desc, refused_id desc))[1] as sample_refused_id
      from refused_event
      where true ${refusedCondition(sql, filter, state)}
      group by group_id
      order by count desc, last_seen_at desc, group_id
      limit ${limit + 1}
    )
    select grouped.group_id, sample.code, sample.event_type, sample.detail,
      regexp_replace(regexp_replace(sample.pointer, '^(/events|/batch)?/[0-9]+(?=/|$)', ''), '/[0-9]+(?=/|$)', '/*', 'g') as pointer,
      grouped.count, grouped.first_seen_at, grouped.last_seen_at, coalesce(grouped.sources, '{}') as sources,
      grouped.sample_refused_id
    from grouped join refused_event as sample on sample.refused_id = grouped.sample_refused_id
    order by grouped.count desc, grouped.last_seen_at desc, grouped.group_id`;
}
