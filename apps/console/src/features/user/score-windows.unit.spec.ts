import { expect, test } from 'vitest';
import {
  calendarStart,
  chartStart,
  heatStepOf,
  windowStarts,
  withEmptyWindows,
  withoutLeadingGap,
} from './score-windows.ts';

test('the calendar has 53 whole weeks', () => {
  expect(calendarStart('2026-11-23')).toBe('2025-11-24');
  expect(calendarStart('2026-11-29')).toBe('2025-11-24');
});

test.each([
  ['daily', 90],
  ['weekly', 53],
  ['monthly', 24],
  ['hourly', 168],
] as const)('%s has %i windows, the last one the present', (period, count) => {
  const starts = windowStarts(period, '2026-11-23', 'UTC');
  expect(starts).toHaveLength(count);
  expect(starts[0]?.slice(0, 10)).toBe(chartStart(period, '2026-11-23'));
  expect(new Set(starts).size).toBe(count);
});

test('an hour that repeats in autumn stays two', () => {
  const starts = windowStarts('hourly', '2026-10-28', 'Europe/Berlin');
  expect(starts).toHaveLength(169);
  expect(starts).toContain('2026-10-25T02+02:00');
  expect(starts).toContain('2026-10-25T02+01:00');
});

test('windows without events are zero', () => {
  const points = [{ start: '2026-11-22', score: 5, events: 2, counts: {} }];
  expect(withEmptyWindows(points, ['2026-11-21', '2026-11-22'])).toEqual([
    { start: '2026-11-21', score: 0, events: 0 },
    { start: '2026-11-22', score: 5, events: 2 },
  ]);
});

test('the time before the first event is left out, but a month stays', () => {
  const day = (at: number, events: number) => ({ start: String(at), score: events, events });
  const late = Array.from({ length: 90 }, (_, at) => day(at, at >= 50 ? 1 : 0));
  expect(withoutLeadingGap(late)).toHaveLength(40);
  const lastDay = Array.from({ length: 90 }, (_, at) => day(at, at === 89 ? 1 : 0));
  expect(withoutLeadingGap(lastDay)).toHaveLength(30);
  expect(withoutLeadingGap(late.slice(0, 24))).toHaveLength(24);
  expect(withoutLeadingGap(late.slice(50))).toHaveLength(40);
});

test('steps follow the own quartiles; activity without score is still activity', () => {
  const points = [1, 2, 3, 4, 5, 6, 7, 8].map((score) => ({ start: `2026-11-0${score}`, score, events: 1 }));
  const step = heatStepOf(points);
  expect(points.map(step)).toEqual([1, 1, 1, 2, 2, 3, 3, 4]);
  expect(step(undefined)).toBe(0);
  expect(step({ start: '', score: 0, events: 3 })).toBe(1);
});
