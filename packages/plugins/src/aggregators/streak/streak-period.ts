import type { StreakType } from '@activity-hub/contracts/activity/user-activity';
import { addDays, dayStartMs, daysBetween } from '@activity-hub/contracts/calendar';

/**
 * Days and weeks as consecutive numbers, so that a streak is a run of numbers. Calendar dates only:
 * no clock time and no zone, hence no daylight saving.
 */
export interface StreakPeriod {
  ordinalOf(day: string): number;
  /** The period of a day given by its number since 1970. */
  ofDay(number: number): number;
  /** The first day of the period: the day itself, or the Monday. */
  startOf(ordinal: number): string;
}

const epoch = '1970-01-01';
/** The epoch is a Thursday; week 0 begins on the Monday before. */
const firstMonday = '1969-12-29';

export const streakPeriods: Readonly<Record<StreakType, StreakPeriod>> = {
  daily: {
    ordinalOf: (day) => daysBetween(epoch, day),
    ofDay: (number) => number,
    startOf: (ordinal) => addDays(epoch, ordinal),
  },
  weekly: {
    ordinalOf: (day) => Math.floor(daysBetween(firstMonday, day) / 7),
    ofDay: (number) => Math.floor((number + 3) / 7),
    startOf: (ordinal) => addDays(firstMonday, ordinal * 7),
  },
};

/** The instant (ms) at which a period has passed in a zone. */
export function breakInstantMs(period: StreakPeriod, ordinal: number, zone: string): number {
  return dayStartMs(zone, period.startOf(ordinal + 1));
}
