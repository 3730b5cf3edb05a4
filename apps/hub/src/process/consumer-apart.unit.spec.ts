import { describe, expect, it } from 'vitest';
import { restFarBehindMs, type TurnFarBehind } from './consumer-apart.ts';
import { FarBehindApart } from './far-behind-apart.ts';

const turn: TurnFarBehind = { tookMs: 50, turnEvents: 4_000, growth: 100, company: 1 };
const restOf = (over: Partial<TurnFarBehind>): number => restFarBehindMs({ ...turn, ...over });

describe('a plugin of its own process that is far behind', () => {
  it('does not rest while nobody records', () => expect(restOf({ growth: 0, company: 3 })).toBe(0));

  it('rests forty times as long as it works while somebody does, and eight seconds at most', () => {
    expect(restOf({})).toBe(2_000);
    expect(restOf({ tookMs: 500 })).toBe(8_000);
  });

  it('rests the longer the more of them there are', () => {
    expect(restOf({ company: 3 })).toBe(6_000);
    expect(restOf({ tookMs: 500, company: 3 })).toBe(24_000);
    expect(restOf({ tookMs: 500, company: 30, growth: 1 })).toBe(60_000);
  });

  it('goes three times as fast as the log grows, as long as it can', () => {
    expect(restOf({ tookMs: 80, growth: 2_500, company: 9 })).toBeCloseTo(986.7, 1);
    expect(restOf({ tookMs: 80, growth: 50_000 })).toBe(0);
  });
});

it('counts who has had a turn lately', () => {
  const apart = new FarBehindApart();
  expect([apart.after('a', 0), apart.after('b', 5_000), apart.after('a', 10_000)]).toEqual([1, 2, 2]);
  expect(apart.after('c', 66_000)).toBe(2);
});
