import { expect, it } from 'vitest';
import { LogGrowth } from './log-growth.ts';

function looks(...each: readonly (readonly [atMs: number, events: number])[]): number[] {
  const growth = new LogGrowth();
  return each.map(([atMs, events]) => {
    growth.look({ atMs, events });
    return growth.perSecond;
  });
}

it('takes none for growth that was there before', () => {
  expect(looks([0, 3_000], [600, 3_000], [1_200, 3_000])).toEqual([0, 0, 0]);
});

it('notices the first events at once, and measures them then', () => {
  expect(looks([0, 0], [10, 5], [20, 10], [600, 300], [1_200, 1_500])).toEqual([0, 10, 10, 500, 2_000]);
});

it('takes the first events after an hour without a look for slow ones', () => {
  expect(looks([0, 0], [3_600_000, 3_600])).toEqual([0, 1]);
});

it('bridges the gaps between single events, and forgets after two seconds', () => {
  expect(looks([0, 0], [500, 100], [1_000, 100], [1_500, 200], [2_000, 200], [3_500, 200], [4_100, 200])).toEqual([
    0, 200, 200, 200, 200, 200, 0,
  ]);
});
