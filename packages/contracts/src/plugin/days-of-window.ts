import { addDays, monthOf } from '../calendar.ts';
import type { Window } from './aggregator.ts';

/** First and last day on which the events of a calendar window lie; undefined where that is not known. */
export function daysOfWindow({ kind, start }: Window): readonly [string, string] | undefined {
  const day = start.slice(0, 10);
  switch (kind) {
    case 'hourly':
    case 'daily':
      return [day, day];
    case 'weekly':
      return [day, addDays(day, 6)];
    case 'monthly':
      return [day, addDays(monthOf(addDays(day, 31)), -1)];
    default:
      return undefined;
  }
}
