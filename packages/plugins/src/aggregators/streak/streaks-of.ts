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

/** Each grows in its place while it is made: a copy for every span was a tenth of all memory a batch went through. */
type Mutable<Value> = { -readonly [Name in keyof Value]: Value[Name] };

/** The streaks that active spans make, oldest first. Each begins where the one before had no grace left. */
export function streaksOf(spans: Spans, { grace, frozen }: StreakRules): readonly Streak[] {
  const streaks: Mutable<Streak>[] = [];
  let newest: Mutable<Streak> | undefined;
  for (const span of spans) {
    const [first, last] = span;
    const missed = newest === undefined ? 0 : newest.missed + missedBetween(newest.last, first, frozen);
    if (newest === undefined || missed > grace) {
      newest = { first, last, count: lengthOf(span), missed: 0 };
      streaks.push(newest);
    } else {
      newest.last = last;
      newest.count += lengthOf(span);
      newest.missed = missed;
    }
  }
  return streaks;
}

/** Periods between two active ones that are not frozen. */
function missedBetween(last: number, next: number, frozen: Spans): number {
  let missed = next - last - 1;
  for (const [first, end] of frozen) missed -= Math.max(0, Math.min(end, next - 1) - Math.max(first, last + 1) + 1);
  return missed;
}
