import type { ScorePeriod, UserScore } from '@activity-hub/contracts/activity/user-activity';
import { addDays, dayStartMs, hourIn, monthOf, weekOf } from '@activity-hub/contracts/calendar';

export const shownPeriods = ['hourly', 'daily', 'weekly', 'monthly'] as const satisfies readonly ScorePeriod[];

export interface ScorePoint {
  readonly start: string;
  readonly score: number;
  readonly events: number;
}

/** Days of the calendar: 53 weeks that end with the week of `until`. */
export function calendarStart(until: string): string {
  return addDays(weekOf(until), -52 * 7);
}

/** First day asked for, so that a chart has at most about 170 points. */
export function chartStart(period: ScorePeriod, until: string): string {
  if (period === 'hourly') return addDays(until, -6);
  if (period === 'daily') return addDays(until, -89);
  if (period === 'weekly') return calendarStart(until);
  return monthOf(addDays(monthOf(until), -23 * 30));
}

/** The windows from first to last, also the empty ones: a gap in activity is a gap in the chart. */
export function windowStarts(period: ScorePeriod, until: string, zone: string): readonly string[] {
  const first = chartStart(period, until);
  const starts: string[] = [];
  if (period === 'hourly') {
    const end = dayStartMs(zone, addDays(until, 1));
    for (let at = dayStartMs(zone, first); at < end; at += 3_600_000) starts.push(hourIn(zone, at));
    return starts;
  }
  const next = {
    daily: (day: string) => addDays(day, 1),
    weekly: (day: string) => addDays(day, 7),
    monthly: (day: string) => monthOf(addDays(day, 31)),
  }[period];
  for (let start = first; start <= until; start = next(start)) starts.push(start);
  return starts;
}

export function withEmptyWindows(points: UserScore['points'], starts: readonly string[]): readonly ScorePoint[] {
  const byStart = new Map(points.map((point) => [point.start, point]));
  return starts.map((start) => {
    const point = byStart.get(start);
    return { start, score: point?.score ?? 0, events: point?.events ?? 0 };
  });
}

/** Months before a person's first event say nothing; a month is kept, so that a chart of one day still is one. */
const fewestShown = 30;

export function withoutLeadingGap(points: readonly ScorePoint[]): readonly ScorePoint[] {
  const first = points.findIndex(({ events }) => events > 0);
  return points.slice(Math.max(0, Math.min(first, points.length - fewestShown)));
}

export const heatSteps = [0, 1, 2, 3, 4] as const;
export type HeatStep = (typeof heatSteps)[number];

/** Quartiles of the person's own active days: the calendar compares people with themselves only. */
export function heatStepOf(points: readonly ScorePoint[]): (point: ScorePoint | undefined) => HeatStep {
  const scores = points
    .filter(({ events }) => events > 0)
    .map(({ score }) => score)
    .sort((left, right) => left - right);
  const quartile = (share: number): number =>
    scores[Math.min(scores.length - 1, Math.floor(scores.length * share))] ?? 0;
  const [low, middle, high] = [quartile(0.25), quartile(0.5), quartile(0.75)];
  return (point) => {
    if (point === undefined || point.events === 0) return 0;
    if (point.score > high) return 4;
    if (point.score > middle) return 3;
    return point.score > low ? 2 : 1;
  };
}
