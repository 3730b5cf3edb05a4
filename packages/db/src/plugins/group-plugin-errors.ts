import type { PluginErrorGroup } from '@activity-hub/contracts/activity/plugin-evidence';
import type { Sql } from '../postgres/client.ts';

/** As they were kept. */
export type ReasonGroup = Omit<PluginErrorGroup, 'reason_code' | 'reason_values'>;

export interface PluginErrorGrouping {
  readonly pluginId: string;
  readonly revision: string | null;
  readonly limit: number;
}

/** Rows that are grouped at most, the newest. */
const groupedRows = 10_000;

/**
 * Events a plugin failed at, by reason without the ids and numbers it names; largest group first, with one group more
 * than the limit.
 */
export async function groupPluginErrors(sql: Sql, grouping: PluginErrorGrouping): Promise<readonly ReasonGroup[]> {
  return sql<ReasonGroup[]>`
    with failed as (
      select *, regexp_replace(reason, '[0-9a-f]{8}-[0-9a-f-]{27}|[0-9]+([.][0-9]+)?', '#', 'g') as likeness
      from plugin_error
      where processor in (${grouping.pluginId}, ${grouping.pluginId} || '/inbox')
        and (${grouping.revision}::text is null or version = ${grouping.revision})
      order by at desc limit ${groupedRows}
    )
    select (array_agg(reason order by at desc, "offset" desc))[1] as reason, count(*)::int as count,
      min(at) as first_at, max(at) as last_at,
      to_jsonb((array_agg(jsonb_build_object('event_id', event_id, 'revision', version, 'lane', lane,
        'offset', "offset", 'at', to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))
        order by at desc, "offset" desc))[1:5]) as samples
    from failed group by likeness
    order by count desc, last_at desc, reason limit ${grouping.limit + 1}`;
}
