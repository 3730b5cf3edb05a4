import fc from 'fast-check';
import { expect, it } from 'vitest';
import { shareOf } from './share-of.ts';

it('gives everything away, evenly, in whatever order the processes are named', () => {
  fc.assert(
    fc.property(fc.nat(10_000), fc.uniqueArray(fc.nat(), { minLength: 1, maxLength: 12 }), (total, owners) => {
      const shares = owners.map((mine) => shareOf(total, owners.toReversed(), mine));
      expect(shares.reduce((sum, share) => sum + share, 0)).toBe(total);
      expect(Math.max(...shares) - Math.min(...shares)).toBeLessThanOrEqual(1);
    }),
  );
});

it('gives nothing to a process that nobody sees', () => {
  expect(shareOf(10, [1, 2], 3)).toBe(0);
});
