import type { TrendQuery, Trends } from '@activity-hub/contracts/activity/system-activity';
import { type ExactInstant, exactInstant, toMilliseconds } from '@activity-hub/db/queries/exact-instant';
import { readProgress } from '@activity-hub/db/queries/read-progress';
import { readTrends, type TrendPoint } from '@activity-hub/db/queries/read-trends';
import type { Sight } from '@activity-hub/db/queries/sight';
import { rangeOf, typesOf } from './event-filter-of.ts';
import { freshnessOfProcessor } from './freshness-of.ts';
import { processors, type QuerySources } from './query-sources.ts';
import { chooseSteps } from './trend-steps.ts';

const defaultRangeMs = 30 * 24 * 60 * 60 * 1000;
/** More lines than that nobody can tell apart; the rest is added up. */
const maxSeries = 12;

/** Counts over time, every series with all its steps. */
export async function answerTrends(
  { sql, clickhouse, clock }: QuerySources,
  sight: Sight,
  query: TrendQuery,
): Promise<Trends> {
  const asked = rangeOf(query);
  const to = asked.to ?? exactInstant(new Date(clock()).toISOString());
  const from = asked.from ?? exactInstant(new Date(millisecondsOf(to) - defaultRangeMs).toISOString());
  rangeOf({ from, to });
  const { step, starts } = chooseSteps(query.step, millisecondsOf(from), millisecondsOf(to));
  const first = starts[0] === undefined ? from : exactInstant(starts[0]);
  const group = query.group ?? 'family';
  const types = typesOf(query.type);
  const progress = await readProgress(sql);
  const points =
    types?.length === 0
      ? []
      : await readTrends(clickhouse, {
          sight,
          from: first,
          to,
          step,
          group,
          types,
          user_id: query.user_id?.toLowerCase(),
          source: query.source,
          maxGroups: maxSeries,
        });
  return {
    from: toMilliseconds(first),
    to: toMilliseconds(to),
    step,
    series: seriesOf(points, starts, group === 'none'),
    freshness: freshnessOfProcessor(progress, processors.projection),
  };
}

function millisecondsOf(instant: ExactInstant): number {
  return Date.parse(toMilliseconds(instant));
}

/** Largest series first, `other` last. Without grouping there is always the one series, be it of zeros. */
function seriesOf(points: readonly TrendPoint[], starts: readonly string[], ungrouped: boolean): Trends['series'] {
  const byName = new Map<string, Map<string, TrendPoint>>();
  if (ungrouped) byName.set('all', new Map());
  for (const point of points) {
    const known = byName.get(point.name) ?? new Map<string, TrendPoint>();
    byName.set(point.name, known.set(point.start, point));
  }
  const total = (name: string): number =>
    [...(byName.get(name)?.values() ?? [])].reduce((sum, point) => sum + point.events, 0);
  return [...byName.keys()]
    .sort((a, b) => Number(a === 'other') - Number(b === 'other') || total(b) - total(a) || (a < b ? -1 : 1))
    .map((name) => ({
      name,
      points: starts.map((start) => {
        const point = byName.get(name)?.get(start);
        return { start, events: point?.events ?? 0, users: point?.users ?? 0 };
      }),
    }));
}
