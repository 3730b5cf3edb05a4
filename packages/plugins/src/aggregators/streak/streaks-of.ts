import { lengthOf, type Spans } from './spans.ts';

/** What holds a streak together: how many missed periods each may have, and which periods do not count at all. */
export interface StreakRules {
  readonly grace: number;
  readonly frozen: Spans;
}

export interface Streak {
  readonly first: number;
  readonly last: number;
  /** Active periods: what was forgiven or frozen is not among them. */
  readonly count: number;
  /** Periods that were forgiven. */
  readonly missed: number;
}

/** The streaks that active spans make, oldest first. Each begins where the one before had no grace left. */
export function streaksOf(spans: Spans, { grace, frozen }: StreakRules): readonly Streak[] {
  const streaks: Streak[] = [];
  for (const span of spans) {
    const [first, last] = span;
    const before = streaks.at(-1);
    const missed = before === undefined ? 0 : before.missed + missedBetween(before.last, first, frozen);
    if (before === undefined || missed > grace) streaks.push({ first, last, count: lengthOf(span), missed: 0 });
    else streaks[streaks.length - 1] = { first: before.first, last, count: before.count + lengthOf(span), missed };
  }
  return streaks;
}

/** Periods between two active ones that are not frozen. */
function missedBetween(last: number, next: number, frozen: Spans): number {
  const within = ([first, end]: readonly [number, number]): number =>
    Math.max(0, Math.min(end, next - 1) - Math.max(first, last + 1) + 1);
  return next - last - 1 - frozen.reduce((sum, span) => sum + within(span), 0);
}
