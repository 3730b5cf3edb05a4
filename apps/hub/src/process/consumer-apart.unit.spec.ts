import { describe, expect, it } from 'vitest';
import { restFarBehindMs } from './consumer-apart.ts';

const turnEvents = 4_000;

describe('a plugin of its own process that is far behind', () => {
  it('does not rest while nobody records', () => {
    expect(restFarBehindMs(50, turnEvents, 0)).toBe(0);
  });

  it('rests forty times as long as it works while somebody does, and eight seconds at most', () => {
    expect(restFarBehindMs(50, turnEvents, 100)).toBe(2_000);
    expect(restFarBehindMs(500, turnEvents, 100)).toBe(8_000);
  });

  it('goes four times as fast as the log grows, as long as it can', () => {
    expect(restFarBehindMs(80, turnEvents, 2_500)).toBe(720);
    expect(restFarBehindMs(80, turnEvents, 50_000)).toBe(0);
  });
});
