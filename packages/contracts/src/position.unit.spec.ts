import fc from 'fast-check';
import { expect, it } from 'vitest';
import { LANE_COUNT } from './lane.ts';
import { decodePosition, encodePosition } from './position.ts';

it('is read back from its text, which is safe in an address', () => {
  const place = fc.record({ lane: fc.nat(LANE_COUNT - 1), offset: fc.maxSafeNat() });
  fc.assert(
    fc.property(place, (position) => {
      const text = encodePosition(position);
      expect(text).toBe(Buffer.from(`p1.${position.lane}.${position.offset}`).toString('base64url'));
      expect(decodePosition(text)).toEqual(position);
    }),
  );
});
