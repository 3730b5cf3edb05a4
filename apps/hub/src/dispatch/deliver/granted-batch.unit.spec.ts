import type { AnySink } from '@activity-hub/contracts/plugin/sink';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { grantedBatch, wishOf } from './granted-batch.ts';

function sinkThatLikes(batch: unknown): AnySink {
  return { manifest: { config: z.object({ events: z.int().default(7) }) }, batch } as unknown as AnySink;
}

it.each<[string, unknown, unknown, { events: number; gatherSeconds: number }]>([
  ['likes nothing', undefined, {}, { events: 100, gatherSeconds: 0 }],
  [
    'says it by its settings',
    (is: { events: number }) => ({ ...is, gatherSeconds: 2 }),
    {},
    { events: 7, gatherSeconds: 2 },
  ],
  ['wants too much', () => ({ events: 1e9, gatherSeconds: Infinity }), {}, { events: 1_000, gatherSeconds: 300 }],
  ['wants too little', () => ({ events: -1, gatherSeconds: -1 }), {}, { events: 1, gatherSeconds: 0 }],
  ['wants half an event', () => ({ events: 2.5, gatherSeconds: 0.5 }), {}, { events: 2, gatherSeconds: 0.5 }],
  ['says nonsense', () => ({ events: 'many', gatherSeconds: Number.NaN }), {}, { events: 100, gatherSeconds: 0 }],
  [
    'breaks',
    () => {
      throw new Error('no');
    },
    {},
    { events: 100, gatherSeconds: 0 },
  ],
  ['has settings that do not fit', (is: { events: number }) => is, { events: '?' }, { events: 100, gatherSeconds: 0 }],
])('grants a sink that %s what it may have', (_, batch, config, granted) => {
  expect(grantedBatch(wishOf(sinkThatLikes(batch), config as never))).toEqual(granted);
});
