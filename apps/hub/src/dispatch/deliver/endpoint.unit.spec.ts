import type { ClaimedDelivery } from '@activity-hub/db/deliveries/with-events';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { EndpointBreaker } from '../webhook/endpoint-breaker.ts';
import { Endpoint } from './endpoint.ts';
import { HeldDeliveries } from './held-deliveries.ts';
import type { Outgoing } from './transport.ts';
import { unsent } from './unsent.ts';

const start = Date.parse('2026-05-04T12:00:00.000Z');
const rules = { failuresToOpen: 1, firstPauseMs: 10_000, maxPauseMs: 10_000 };

beforeEach(() => void vi.useFakeTimers({ now: start }));
afterEach(() => void vi.useRealTimers());

function delivery(offset: number): ClaimedDelivery {
  const row = { lane: 0, offset, generation: 0, event_id: `e${offset}`, due_at: new Date(start).toISOString() };
  return { row, event: { event_id: `e${offset}` } } as never;
}

function opened(batch: { maxBatch: number; gatherMs: number }, now = Date.now) {
  const sent: number[][] = [];
  const held = new HeldDeliveries();
  const breaker = new EndpointBreaker(Date.now, rules);
  const endpoint = new Endpoint({
    concurrency: 2,
    template: undefined,
    transport: {
      ...batch,
      timeoutMs: 1_000,
      async send(outgoing: readonly Outgoing[]) {
        sent.push(outgoing.map(({ row }) => row.offset));
        return outgoing.map(() => ({ ...unsent('delivered', 'sink', ''), error: undefined }));
      },
      close: async () => {},
    },
    breaker,
    pace: undefined,
    now,
    held,
    record: async () => {},
    onOpened: () => {},
    onRoom: () => {},
  });
  const take = (deliveries: readonly ClaimedDelivery[]): void => {
    expect(endpoint.choose(deliveries.map(({ row }) => row))).toHaveLength(deliveries.length);
    endpoint.accept(deliveries);
  };
  return { endpoint, sent, held, breaker, take };
}

it('sends a batch when it is full, and the rest when its time has come', async () => {
  const { endpoint, sent, held, take } = opened({ maxBatch: 2, gatherMs: 1_000 });
  take([delivery(1)]);
  expect(endpoint.isGathering).toBe(true);
  take([delivery(2), delivery(3)]);
  await vi.advanceTimersByTimeAsync(900);
  expect(sent).toEqual([[1, 2]]);
  expect(held.size).toBe(1);
  await vi.advanceTimersByTimeAsync(100);
  expect(sent).toEqual([[1, 2], [3]]);
  expect([endpoint.isGathering, held.size]).toEqual([false, 0]);
});

it('forgets nothing that becomes ready while it looks', async () => {
  // Each look at the clock is a millisecond later than the one before.
  let time = start;
  const { sent, take } = opened({ maxBatch: 2, gatherMs: 2 }, () => time++);
  take([delivery(1)]);
  await vi.advanceTimersByTimeAsync(100);
  expect(sent).toEqual([[1]]);
});

it('gives back what it gathers when it is closed, and takes nothing more', async () => {
  const { endpoint, sent, held, take } = opened({ maxBatch: 2, gatherMs: 60_000 });
  take([delivery(1)]);
  await endpoint.close();
  expect([endpoint.isGathering, endpoint.room(), held.size]).toEqual([false, 0, 0]);
  expect(vi.getTimerCount()).toBe(0);
  expect(sent).toEqual([]);
});

it('gives back what it was given after its circuit had opened: nobody would come for it', async () => {
  const { endpoint, sent, held, breaker } = opened({ maxBatch: 1, gatherMs: 0 });
  const [row] = endpoint.choose([delivery(1).row]);
  breaker.ended(true);
  if (row !== undefined) endpoint.accept([delivery(1)]);
  expect([sent.length, held.size]).toEqual([0, 0]);
});

it('holds no more than waits in the database, however large its batches are', () => {
  expect(opened({ maxBatch: 1_000, gatherMs: 0 }).endpoint.room()).toBe(2_000);
  expect(opened({ maxBatch: 1, gatherMs: 0 }).endpoint.room()).toBe(4);
});
