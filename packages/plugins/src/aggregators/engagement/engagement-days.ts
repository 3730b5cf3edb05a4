import { addDays, dayStartMs, daysBetween } from '@activity-hub/contracts/calendar';
import {
  type Candidate,
  type EngagementLevel,
  type LevelRules,
  nextCandidate,
  wantedLevel,
} from './engagement-level.ts';

const epoch = '1970-01-01';

/** Days by number since 1970. */
export type EngagementState = {
  readonly level: EngagementLevel;
  /** The day with whose end the level was reached; the first day for the first level. */
  readonly since: number;
  readonly candidate: Candidate | null;
  /** Active days that can still count, oldest first. */
  readonly days: readonly number[];
  /** The newest active day. */
  readonly last: number;
  /** The first day that has not ended yet. */
  readonly open: number;
  /** Decides when a day ends; that of the first event of the newest day. */
  readonly zone: string;
};

export function dayNumber(day: string): number {
  return daysBetween(epoch, day);
}

export function dayName(number: number): string {
  return addDays(epoch, number);
}

/**
 * The state with one more active day. @returns the very same state only when the day is known to be active: one
 * that is too old to count now may have counted then, so a late event of it must be put in its place.
 */
export function withActiveDay(state: EngagementState, day: number, zone: string, rules: LevelRules): EngagementState {
  if (state.days.includes(day)) return state;
  if (day <= state.open - rules.window_days) return { ...state };
  const ended = endDays(state, day, rules);
  const newest = day > ended.last;
  return {
    ...ended,
    days: [...ended.days, day].sort((a, b) => a - b),
    last: newest ? day : ended.last,
    zone: newest ? zone : ended.zone,
  };
}

/** Ends all days before `day`. */
export function endDays(state: EngagementState, day: number, rules: LevelRules): EngagementState {
  let ended = state;
  while (ended.open < day) ended = endDay(ended, rules);
  return ended;
}

function endDay(state: EngagementState, rules: LevelRules): EngagementState {
  const { level, open: day } = state;
  const days = state.days.filter((active) => active > day - rules.window_days);
  const measure = { activeDays: days.length, silentDays: day - state.last };
  const candidate = nextCandidate(level, state.candidate, wantedLevel(level, measure, rules));
  const passed = { ...state, days, open: day + 1, candidate };
  // Silence that long needs no second day to confirm it.
  const confirmed = candidate !== null && (candidate.level === 'churned' || candidate.days >= rules.confirm_days);
  return confirmed ? { ...passed, level: candidate.level, since: day, candidate: null } : passed;
}

/** The day with whose end the level changes if nothing happens any more; undefined when it stays. */
export function dayOfChange(state: EngagementState, rules: LevelRules): number | undefined {
  let quiet = state;
  while (quiet.level === state.level) {
    if (quiet.level === 'churned' && quiet.candidate === null && quiet.open > quiet.last) return undefined;
    quiet = endDay(quiet, rules);
  }
  return quiet.open - 1;
}

/** The instant (ms) at which a day ends. */
export function endOfDayMs(day: number, zone: string): number {
  return dayStartMs(zone, dayName(day + 1));
}
