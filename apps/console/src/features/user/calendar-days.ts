import { addDays, monthOf, weekOf } from '@activity-hub/contracts/calendar';

/** Seven rows (Monday first) of 53 days: what one row of the calendar's table holds. */
export function calendarRows(start: string): readonly (readonly string[])[] {
  return Array.from({ length: 7 }, (_, weekday) =>
    Array.from({ length: 53 }, (_, week) => addDays(start, week * 7 + weekday)),
  );
}

export interface MonthSpan {
  /** First day of the month. */
  readonly month: string;
  readonly weeks: number;
}

/** The months over the columns; a week belongs to the month of its Monday. */
export function monthSpans(start: string): readonly MonthSpan[] {
  const spans: MonthSpan[] = [];
  for (let week = 0; week < 53; week++) {
    const month = monthOf(addDays(start, week * 7));
    const last = spans.at(-1);
    if (last?.month === month) spans[spans.length - 1] = { month, weeks: last.weeks + 1 };
    else spans.push({ month, weeks: 1 });
  }
  return spans;
}

/** The whole weeks that one month lies in, Monday first. */
export function monthWeeks(month: string): readonly (readonly string[])[] {
  const next = monthOf(addDays(month, 31));
  const weeks: string[][] = [];
  for (let monday = weekOf(month); monday < next; monday = addDays(monday, 7)) {
    weeks.push(Array.from({ length: 7 }, (_, weekday) => addDays(monday, weekday)));
  }
  return weeks;
}

/** Where an arrow key leads from a day; up and down are days, left and right are weeks. */
export function stepOfKey(key: string): number | undefined {
  return { ArrowUp: -1, ArrowDown: 1, ArrowLeft: -7, ArrowRight: 7, PageUp: -28, PageDown: 28 }[key];
}
