import type { SystemStats, TrendQuery, Trends } from '@activity-hub/contracts/activity/system-activity';
import { addDays, monthOf, weekOf } from '@activity-hub/contracts/calendar';

export const trendRanges = ['30d', '12m', 'all'] as const;
export type TrendRange = (typeof trendRanges)[number];

const dayMs = 86_400_000;

/** The last month, unless nothing happened in it: then everything. */
export function usualRange(stats: SystemStats | undefined, anchorMs: number): TrendRange {
  const last = stats?.last_event_at;
  return last === undefined || last === null || anchorMs - Date.parse(last) < 30 * dayMs ? '30d' : 'all';
}

export function trendQueryOf(range: TrendRange, stats: SystemStats | undefined, anchorMs: number): TrendQuery {
  const day = (days: number): string => `${addDays(new Date(anchorMs).toISOString().slice(0, 10), days)}T00:00:00.000Z`;
  const to = day(1);
  if (range === '30d') return { from: day(-29), to, step: 'day', group: 'family' };
  if (range === '12m')
    return { from: `${weekOf(day(-364).slice(0, 10))}T00:00:00.000Z`, to, step: 'week', group: 'family' };
  const first = stats?.first_event_at ?? day(-364);
  return { from: `${monthOf(first.slice(0, 10))}T00:00:00.000Z`, to, step: 'month', group: 'family' };
}

/** In the order they are stacked. What the hub derives (streaks, milestones, anomalies) is one of them. */
export const trendFamilies = ['learning', 'work', 'social', 'economic', 'system', 'derived'] as const;
export type TrendFamily = (typeof trendFamilies)[number];

function trendFamily(name: string): TrendFamily {
  return trendFamilies.find((family) => family === name) ?? 'derived';
}

/** Those that occur. */
export function familiesOf(rows: readonly TrendRow[]): readonly TrendFamily[] {
  return trendFamilies.filter((family) => rows.some(({ counts }) => counts[family] !== undefined));
}

/** One row per step with a number per family; steps without events are zero. */
export interface TrendRow {
  readonly start: string;
  readonly counts: Readonly<Partial<Record<TrendFamily, number>>>;
}

export function trendRows(trends: Trends): readonly TrendRow[] {
  const next = {
    hour: (start: string) => new Date(Date.parse(start) + 3_600_000).toISOString(),
    day: (start: string) => `${addDays(start.slice(0, 10), 1)}T00:00:00.000Z`,
    week: (start: string) => `${addDays(start.slice(0, 10), 7)}T00:00:00.000Z`,
    month: (start: string) => `${monthOf(addDays(start.slice(0, 10), 31))}T00:00:00.000Z`,
  }[trends.step];
  const rows = new Map<string, Partial<Record<TrendFamily, number>>>();
  for (let start = new Date(trends.from).toISOString(); start < trends.to; start = next(start)) rows.set(start, {});
  for (const { name, points } of trends.series) {
    const family = trendFamily(name);
    for (const point of points) {
      const start = new Date(point.start).toISOString();
      const row = rows.get(start) ?? {};
      row[family] = (row[family] ?? 0) + point.events;
      rows.set(start, row);
    }
  }
  return [...rows].sort(([left], [right]) => (left < right ? -1 : 1)).map(([start, counts]) => ({ start, counts }));
}
