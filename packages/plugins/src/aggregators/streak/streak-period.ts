import type { StreakType } from '@activity-hub/contracts/activity/user-activity';
import { addDays, dayStartMs, daysBetween } from '@activity-hub/contracts/calendar';

/**
 * Days and weeks as consecutive numbers, so that a streak is a run of numbers. Calendar dates only:
 * no clock time and no zone, hence no daylight saving.
 */
export interface StreakPeriod {
  ordinalOf(day: string): number;
  /** The first day of the period: the day itself, or the Monday. */
  startOf(ordinal: number): string;
}

const epoch = '1970-01-01';
/** The epoch is a Thursday; week 0 begins on the Monday before. */
const firstMonday = '1969-12-29';

export const streakPeriods: Readonly<Record<StreakType, StreakPeriod>> = {
  daily: {
    ordinalOf: (day) => daysBetween(epoch, day),
    startOf: (ordinal) => addDays(epoch, ordinal),
  },
  weekly: {
    ordinalOf: (day) => Math.floor(daysBetween(firstMonday, day) / 7),
    startOf: (ordinal) => addDays(firstMonday, ordinal * 7),
  },
};

/** The instant (ms) at which the period after `last` has passed in a zone: nothing can extend the streak any more. */
export function breakInstantMs(period: StreakPeriod, last: number, zone: string): number {
  return dayStartMs(zone, period.startOf(last + 2));
}
