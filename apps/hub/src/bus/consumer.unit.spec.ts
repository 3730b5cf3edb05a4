import { LANE_COUNT } from '@activity-hub/contracts/lane';
import { recordedEventFixture } from '@activity-hub/contracts/plugin/testing/recorded-event-fixture';
import { pino } from 'pino';
import { expect, it, vi } from 'vitest';
import { pause } from './backoff.ts';
import { Consumer } from './consumer.ts';
import type { ConsumerStatus } from './consumer-status.ts';
import { Convoys } from './convoys.ts';
import { Gate } from './gate.ts';
import { noEffects } from './lane-processor.ts';

const waiting = 10;

interface Tried {
  readonly heads?: readonly number[];
  readonly catchUp?: Convoys;
  readonly fireDue?: (lane: number) => void;
  /** Of one life of the plugin, in events: it fails at the one after them, and begins another. */
  readonly life?: number;
  /** Lanes of which it is known where to go on. */
  readonly known?: number;
  /** What must have happened before it is stopped; else it must have caught up. */
  readonly until?: (status: ConsumerStatus) => void;
}

/** Lets a consumer process lanes in which events are waiting. @returns how many each batch held. */
async function batchesOf({
  heads = [waiting],
  catchUp,
  fireDue,
  life = Number.POSITIVE_INFINITY,
  known = LANE_COUNT,
  until = ({ lagEvents }) => expect(lagEvents).toBe(0),
}: Tried): Promise<readonly number[]> {
  const batches: number[] = [];
  const finished = new Map<number, number>();
  let lived = 0;
  const consumer = new Consumer(
    {
      ref: { processor: 'counting', version: '1.0.0' },
      deadlines: fireDue !== undefined,
      begin: () => {
        let taken = 0;
        return {
          take: async (events) => {
            lived += events.length;
            if (lived > life) {
              lived = 0;
              throw new Error('Its life is over.');
            }
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
      fireDue: async ({ lane }) => {
        fireDue?.(lane);
        return undefined;
      },
      forget: () => undefined,
    },
    {
      store: {
        checkpoints: async () => Array.from({ length: known }, () => ({ offset: 0, derives_after: 0, made_at: '' })),
        checkpointOf: async (_ref, lane) => ({ offset: finished.get(lane) ?? 0, derives_after: 0, made_at: '' }),
        finishBatch: async ({ lane, to }) => {
          finished.set(lane, to);
          return 'finished';
        },
        quarantine: async () => undefined,
        quarantineOf: async () => undefined,
      },
      feed: {
        read: async (_lane, after, limit) =>
          Array.from({ length: limit }, (_, at) => ({ offset: after + 1 + at, event: recordedEventFixture() })),
      },
      heads: {
        of: (lane) => heads[lane] ?? 0,
        refresh: async () => undefined,
        nudge: () => undefined,
        beyond: (_lane, _offset, timeoutMs, signal) => pause(timeoutMs, signal),
      },
      gate: new Gate(4),
      catchUp,
      observer: { finished: vi.fn(), fenced: vi.fn(), failed: vi.fn(), quarantined: vi.fn() },
      logger: pino({ level: 'silent' }),
      batchEvents: 3,
      paceMs: 0,
      quietMs: 0,
      deadlineCheckMs: 5,
    },
  );
  consumer.start();
  await vi.waitFor(() => until(consumer.status()));
  await consumer.stop();
  return batches;
}

const alone = { convoys: 1, places: 1, company: 1, turnEvents: 8 };

it('processes what is waiting in batches of one size', async () => {
  expect(await batchesOf({})).toEqual([3, 3, 3, 1]);
});

it('makes long batches while more than one is waiting, and ordinary ones at the head', async () => {
  expect(await batchesOf({ catchUp: new Convoys(alone) })).toEqual([8, 2]);
});

it('goes on in ordinary batches after a failure, so that a plugin with short lives gets somewhere', async () => {
  expect(await batchesOf({ catchUp: new Convoys(alone), life: 7 })).toEqual([3, 3, 2, 2]);
});

it('fires no deadlines while a lane is far behind', async () => {
  const fired: number[] = [];
  const opens = Promise.withResolvers<void>();
  const catchUp = new Convoys({ ...alone, opens: opens.promise });
  const processing = batchesOf({
    heads: [waiting, 1],
    catchUp,
    fireDue: (lane) => fired.push(lane),
    until: ({ lagEvents }) => {
      expect(lagEvents).toBe(0);
      expect(fired).toContain(1);
    },
  });
  for (let turn = 0; turn < 5; turn++) await new Promise(setImmediate);
  expect(fired).toEqual([]);
  opens.resolve();
  await processing;
});

it('stops at once where there is no place to go on from, and says so', async () => {
  const batches = await batchesOf({
    known: 0,
    until: ({ condition, fault }) => expect([condition, fault?.code]).toEqual(['stopped', 'no_checkpoints']),
  });
  expect(batches).toEqual([]);
});
