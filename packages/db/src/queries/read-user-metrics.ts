import type { Sql } from '../postgres/client.ts';

export interface MetricPointRow {
  readonly plugin_id: string;
  readonly metric_type: string;
  readonly at: string;
  readonly value: number;
  readonly min: number;
  readonly max: number;
  readonly points: number;
}

/**
 * What the live revisions of the plugins keep of one user between two instants, in stretches of `stepSeconds`,
 * oldest first. Both instants bound the partitions that are read.
 */
export async function readUserMetrics(
  sql: Sql,
  wanted: {
    readonly userId: string;
    readonly metricType: string | undefined;
    readonly from: string;
    readonly before: string;
    readonly stepSeconds: number;
    readonly limit: number;
  },
): Promise<readonly MetricPointRow[]> {
  const { userId, metricType, from, before, stepSeconds, limit } = wanted;
  return sql<MetricPointRow[]>`
    select processor as plugin_id, metric_type, to_char(stretch at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as at,
      avg(value) as value, min(value) as min, max(value) as max, count(*)::int as points
    from activity_metrics
    join plugin on plugin.plugin_id = activity_metrics.processor and plugin.live_revision = activity_metrics.version
    cross join lateral date_bin(make_interval(secs => ${stepSeconds}), "timestamp", ${from}::timestamptz) as stretch
    where user_id = ${userId} and "timestamp" >= ${from}::timestamptz and "timestamp" < ${before}::timestamptz
      ${metricType === undefined ? sql`` : sql`and metric_type = ${metricType}`}
    group by processor, metric_type, stretch order by processor, metric_type, stretch limit ${limit}`;
}
