export const levels = ['churned', 'low', 'moderate', 'active'] as const;
export type EngagementLevel = (typeof levels)[number];

/** When a level is entered and left. Entering asks for more than staying, so that nobody flutters between two levels. */
export interface LevelRules {
  readonly window_days: number;
  readonly active_enter: number;
  readonly active_leave: number;
  readonly moderate_enter: number;
  readonly moderate_leave: number;
  readonly churned_after_days: number;
  readonly confirm_days: number;
}

/** What a person's days say: how many were active in the window that ends with a day, and how long ago the last was. */
export interface DayMeasure {
  readonly activeDays: number;
  readonly silentDays: number;
}

/** The level the days speak for, seen from the level the person has. */
export function wantedLevel(level: EngagementLevel, { activeDays, silentDays }: DayMeasure, rules: LevelRules) {
  const rank = levels.indexOf(level);
  if (silentDays >= rules.churned_after_days) return 'churned';
  if (activeDays >= (rank === levels.indexOf('active') ? rules.active_leave : rules.active_enter)) return 'active';
  if (activeDays >= (rank >= levels.indexOf('moderate') ? rules.moderate_leave : rules.moderate_enter))
    return 'moderate';
  return 'low';
}

/** A level that the days speak for and that has yet to be confirmed. */
export type Candidate = { readonly level: EngagementLevel; readonly days: number };

/** The candidate after one more day: only days in a row that point the same way confirm it. */
export function nextCandidate(
  level: EngagementLevel,
  candidate: Candidate | null,
  wanted: EngagementLevel,
): Candidate | null {
  const direction = (to: EngagementLevel): number => Math.sign(levels.indexOf(to) - levels.indexOf(level));
  if (wanted === level) return null;
  const goesOn = candidate !== null && direction(candidate.level) === direction(wanted);
  return { level: wanted, days: goesOn ? candidate.days + 1 : 1 };
}
