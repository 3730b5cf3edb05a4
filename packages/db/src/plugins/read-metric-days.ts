import type { Sql } from '../postgres/client.ts';

export interface MetricDayRow {
  readonly metric_type: string;
  readonly day: string;
  readonly points: number;
  readonly mean: number;
  readonly min: number;
  readonly max: number;
}

/** The points a revision wrote, by type and day in UTC, oldest day first. */
export async function readMetricDays(
  sql: Sql,
  wanted: { readonly pluginId: string; readonly revision: string; readonly days: number },
): Promise<readonly MetricDayRow[]> {
  return sql<MetricDayRow[]>`
    select metric_type, ("timestamp" at time zone 'UTC')::date as day, count(*)::int as points,
      avg(value) as mean, min(value) as min, max(value) as max
    from activity_metrics
    where processor = ${wanted.pluginId} and version = ${wanted.revision}
      and "timestamp" >= (date_trunc('day', now() at time zone 'UTC') - make_interval(days => ${wanted.days} - 1)) at time zone 'UTC'
    group by metric_type, day order by metric_type, day`;
}
