import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lengthOf, type Spans, withOrdinal } from './spans.ts';

const spansOf = (ordinals: readonly number[]): Spans => ordinals.reduce(withOrdinal, [] as Spans);

describe('spans', () => {
  test('joins neighbours, fills gaps and keeps apart what is apart', () => {
    expect(spansOf([1, 2, 3])).toEqual([[1, 3]]);
    expect(spansOf([1, 3])).toEqual([
      [1, 1],
      [3, 3],
    ]);
    expect(spansOf([1, 3, 2])).toEqual([[1, 3]]);
    expect(spansOf([5, 1, 9, 4])).toEqual([
      [1, 1],
      [4, 5],
      [9, 9],
    ]);
  });

  test('gives back the same array for an ordinal it has', () => {
    const spans = spansOf([1, 2, 3, 7]);
    for (const ordinal of [1, 2, 3, 7]) expect(withOrdinal(spans, ordinal)).toBe(spans);
  });

  test('is the one sorted disjoint form of the set, whatever the order', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -20, max: 60 })), (ordinals) => {
        const spans = spansOf(ordinals);
        const covered = spans.flatMap((span) => Array.from({ length: lengthOf(span) }, (_, at) => span[0] + at));
        expect(covered).toEqual([...new Set(ordinals)].sort((a, b) => a - b));
        for (const [at, span] of spans.entries()) {
          const next = spans[at + 1];
          if (next !== undefined) expect(next[0]).toBeGreaterThan(span[1] + 1);
        }
      }),
    );
  });
});
