import { expect, it } from 'vitest';
import { HeldDeliveries } from './held-deliveries.ts';

const place = { lane: 3, offset: 7, generation: 0 };

it('gives nothing away that is under way, or that ended while it was read', () => {
  const held = new HeldDeliveries();
  held.beginRead();
  expect(held.take(place)).toBe(true);
  held.beginRead();
  expect(held.take(place)).toBe(false);
  held.end(place);
  // The read began before the end was written down: its answer may hold the delivery as due.
  expect(held.take(place)).toBe(false);
  held.beginRead();
  expect(held.take(place)).toBe(true);
  expect(held.size).toBe(1);
});
