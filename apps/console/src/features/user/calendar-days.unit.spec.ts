import { expect, test } from 'vitest';
import { calendarRows, monthSpans, monthWeeks } from './calendar-days.ts';

test('the calendar is 53 by 7, every day once', () => {
  const rows = calendarRows('2025-11-24');
  expect(rows.map((row) => row.length)).toEqual(Array.from({ length: 7 }, () => 53));
  expect(new Set(rows.flat()).size).toBe(371);
  expect(rows[0]?.[52]).toBe('2026-11-23');
});

test('the months cover all columns', () => {
  const spans = monthSpans('2025-11-24');
  expect(spans.reduce((sum, { weeks }) => sum + weeks, 0)).toBe(53);
  expect(spans[0]).toEqual({ month: '2025-11-01', weeks: 1 });
  expect(spans.at(-1)).toEqual({ month: '2026-11-01', weeks: 4 });
});

test('a month lies in whole weeks', () => {
  const weeks = monthWeeks('2026-11-01');
  expect(weeks[0]?.[0]).toBe('2026-10-26');
  expect(weeks.at(-1)?.at(-1)).toBe('2026-12-06');
  expect(weeks.flat().filter((day) => day.startsWith('2026-11'))).toHaveLength(30);
});
