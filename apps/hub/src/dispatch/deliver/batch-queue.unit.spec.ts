import type { ClaimedDelivery } from '@activity-hub/db/deliveries/with-events';
import { expect, it } from 'vitest';
import { BatchQueue } from './batch-queue.ts';

const now = Date.parse('2026-05-04T12:00:00.000Z');

/** Due so many milliseconds before `now`. */
function due(...agesMs: readonly number[]): ClaimedDelivery[] {
  return agesMs.map((age) => ({ row: { due_at: new Date(now - age).toISOString() }, event: undefined }) as never);
}

it('is ready when it is full, or when one of them was due long enough ago', () => {
  const queue = new BatchQueue({ maxBatch: 3, gatherMs: 1_000 });
  expect(queue.waitMs(now)).toBeUndefined();
  queue.add(due(0, 400), now);
  expect(queue.waitMs(now)).toBe(600);
  expect(queue.waitMs(now + 700)).toBe(0);
  queue.add(due(0, 0), now);
  expect(queue.waitMs(now)).toBe(0);
  expect(queue.take()).toHaveLength(3);
  // What is left of it waits for its own time.
  expect(queue.waitMs(now)).toBe(1_000);
});

it('waits for nothing where nothing is gathered', () => {
  const queue = new BatchQueue({ maxBatch: 100, gatherMs: 0 });
  queue.add(due(0), now);
  expect(queue.waitMs(now)).toBe(0);
});

it('waits no longer than it may by its own clock, though that of the database is ahead', () => {
  const queue = new BatchQueue({ maxBatch: 3, gatherMs: 1_000 });
  queue.add(due(-60_000), now);
  queue.add(due(-60_000), now + 500);
  expect(queue.waitMs(now + 500)).toBe(500);
});

it('gives everything back', () => {
  const queue = new BatchQueue({ maxBatch: 2, gatherMs: 1_000 });
  queue.add(due(0, 0, 0), now);
  expect(queue.takeAll()).toHaveLength(3);
  expect(queue.waitMs(now)).toBeUndefined();
});
