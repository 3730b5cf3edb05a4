/**
 * Active days (or weeks) as sorted, disjoint, non-adjacent spans `[first, last]` of ordinals: each
 * span is one streak. A set of days has one such form only, so the result does not depend on the
 * order in which the days came.
 */
export type Span = readonly [first: number, last: number];
export type Spans = readonly Span[];

/** @returns the very same array when the ordinal is already in it. */
export function withOrdinal(spans: Spans, ordinal: number): Spans {
  const at = spans.findLastIndex(([first]) => first <= ordinal) + 1;
  const before = spans[at - 1];
  const after = spans[at];
  if (before !== undefined && ordinal <= before[1]) return spans;
  const joinsBefore = before?.[1] === ordinal - 1;
  const joinsAfter = after?.[0] === ordinal + 1;
  const joined: Span = [joinsBefore ? before[0] : ordinal, joinsAfter ? after[1] : ordinal];
  return spans.toSpliced(joinsBefore ? at - 1 : at, Number(joinsBefore) + Number(joinsAfter), joined);
}

export function lengthOf([first, last]: Span): number {
  return last - first + 1;
}
