import { LANE_COUNT } from '@activity-hub/contracts/lane';
import { recordedEventFixture } from '@activity-hub/contracts/plugin/testing/recorded-event-fixture';
import { pino } from 'pino';
import { expect, it, vi } from 'vitest';
import { Consumer } from './consumer.ts';
import { Convoys } from './convoys.ts';
import { Gate } from './gate.ts';
import { noEffects } from './lane-processor.ts';

const waiting = 10;

/** Lets a consumer process a lane in which events are waiting. @returns how many each batch held. */
async function batchesOf(catchUp: Convoys | undefined): Promise<readonly number[]> {
  const batches: number[] = [];
  const consumer = new Consumer(
    {
      ref: { processor: 'counting', version: '1.0.0' },
      deadlines: false,
      begin: () => {
        let taken = 0;
        return {
          take: async (events) => {
            taken += events.length;
            return true;
          },
          full: false,
          finish: async () => {
            batches.push(taken);
            return noEffects;
          },
        };
      },
      fireDue: async () => undefined,
      forget: () => undefined,
    },
    {
      store: {
        checkpoints: async () =>
          Array.from({ length: LANE_COUNT }, () => ({ offset: 0, derives_after: 0, made_at: '' })),
        checkpointOf: async () => ({ offset: 0, derives_after: 0, made_at: '' }),
        finishBatch: async () => 'finished',
        quarantine: async () => undefined,
        quarantineOf: async () => undefined,
      },
      feed: {
        read: async (_lane, after, limit) =>
          Array.from({ length: limit }, (_, at) => ({ offset: after + 1 + at, event: recordedEventFixture() })),
      },
      heads: {
        of: (lane) => (lane === 0 ? waiting : 0),
        refresh: async () => undefined,
        nudge: () => undefined,
        beyond: (_lane, _offset, _timeoutMs, signal) =>
          new Promise((resolve) => signal.addEventListener('abort', () => resolve())),
      },
      gate: new Gate(4),
      catchUp,
      observer: { finished: vi.fn(), fenced: vi.fn(), failed: vi.fn(), quarantined: vi.fn() },
      logger: pino({ level: 'silent' }),
      batchEvents: 3,
      paceMs: 0,
      quietMs: 0,
      deadlineCheckMs: 0,
    },
  );
  consumer.start();
  await vi.waitFor(() => expect(consumer.status().lagEvents).toBe(0));
  await consumer.stop();
  return batches;
}

it('processes what is waiting in batches of one size', async () => {
  expect(await batchesOf(undefined)).toEqual([3, 3, 3, 1]);
});

it('makes long batches while more than one is waiting, and ordinary ones at the head', async () => {
  expect(await batchesOf(new Convoys({ convoys: 1, places: 1, company: 1, turnEvents: 8 }))).toEqual([8, 2]);
});
