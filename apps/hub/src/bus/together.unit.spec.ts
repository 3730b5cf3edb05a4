import { recordedEventFixture } from '@activity-hub/contracts/plugin/testing/recorded-event-fixture';
import { expect, it } from 'vitest';
import { together } from './together.ts';

it('answers the lanes that ask in the same turn in the same turn, each with its own events', async () => {
  const read = Promise.withResolvers<void>();
  const feed = together({
    read: async (lane, after, limit) => {
      if (lane === 1) await read.promise;
      return Array.from({ length: limit }, (_, at) => ({ offset: after + 1 + at, event: recordedEventFixture() }));
    },
  });
  const answered: number[] = [];
  const asks = [0, 1].map(async (lane) => {
    const events = await feed.read(lane, 10 * lane, lane + 1);
    answered.push(...events.map(({ offset }) => offset));
  });
  for (let turn = 0; turn < 5; turn++) await new Promise(setImmediate);
  expect(answered).toEqual([]);
  read.resolve();
  await Promise.all(asks);
  expect(answered).toEqual([1, 11, 12]);
});
