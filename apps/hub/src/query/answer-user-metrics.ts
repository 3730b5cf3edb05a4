import {
  maxMetricPoints,
  type UserMetrics,
  type UserMetricsQuery,
} from '@activity-hub/contracts/activity/user-metrics';
import { addDays, daysBetween } from '@activity-hub/contracts/calendar';
import { HubError } from '@activity-hub/contracts/errors';
import { type MetricPointRow, readUserMetrics } from '@activity-hub/db/queries/read-user-metrics';
import type { QuerySources } from './query-sources.ts';

const usualDays = 90;
const daySeconds = 86_400;
/** More series than all shipped plugins keep of one user together. */
const maxSeries = 100;

function seriesOf(rows: readonly MetricPointRow[]): UserMetrics['series'] {
  const series = new Map<string, UserMetrics['series'][number]>();
  for (const { plugin_id, metric_type, ...point } of rows) {
    const key = JSON.stringify([plugin_id, metric_type]);
    const own = series.get(key) ?? { plugin_id, metric_type, points: [] };
    own.points.push(point);
    series.set(key, own);
  }
  return [...series.values()];
}

/** The time series of one user; a stretch of time is as long as leaves 300 points, an hour at least. */
export async function answerUserMetrics(
  { sql, clock }: Pick<QuerySources, 'sql' | 'clock'>,
  query: UserMetricsQuery,
): Promise<UserMetrics> {
  const to = query.to ?? new Date(clock()).toISOString().slice(0, 10);
  const from = query.from ?? addDays(to, 1 - usualDays);
  if (from > to) throw new HubError('invalid_query', '"from" lies after "to": exchange them.', { pointer: '/from' });
  const seconds = (daysBetween(from, to) + 1) * daySeconds;
  const rows = await readUserMetrics(sql, {
    userId: query.user_id,
    metricType: query.metric_type,
    from: `${from}T00:00:00Z`,
    before: `${addDays(to, 1)}T00:00:00Z`,
    stepSeconds: Math.max(daySeconds / 24, Math.ceil(seconds / maxMetricPoints)),
    limit: maxMetricPoints * maxSeries,
  });
  return { user_id: query.user_id, from, to, series: seriesOf(rows) };
}
