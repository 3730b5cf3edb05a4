import { randomUUID } from 'node:crypto';
import type { RecordedEvent } from '@activity-hub/contracts/event';
import type { AnySink, Sink, SinkBatch } from '@activity-hub/contracts/plugin/sink';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { type DispatchHub, hastyTuning, startDispatchHub, until } from '../testing/dispatch-hub.ts';
import { addsUp, reconcile } from '../testing/reconcile.ts';

let hub: DispatchHub;
const batches: string[][] = [];
const received = (): string[] => batches.flat();

beforeAll(async () => {
  hub = await startDispatchHub();
});
afterEach(async () => {
  expect((await reconcile(hub.sql)).filter((row) => !addsUp(row))).toEqual([]);
  const { body } = await hub.call<{ items: { subscription_id: string }[] }>('GET', '/activity/subscriptions');
  for (const { subscription_id: id } of body.items) await hub.call('DELETE', `/activity/subscriptions/${id}`);
  batches.length = 0;
});
afterAll(() => hub?.stop());

function gatheringSink(id: string, batch: SinkBatch): AnySink {
  const sink: Sink<object> = {
    manifest: {
      id,
      version: '1.0.0',
      kind: 'sink',
      hub: '^0.1.0',
      title: { en: id, ru: id },
      description: { en: id, ru: id },
      config: z.object({}),
      topics: ['activity.**'],
      scope: 'stream',
      windows: [],
      emits: [],
    },
    batch: () => batch,
    connect: async () => ({
      async deliver(events: readonly RecordedEvent[]) {
        batches.push(events.map((event) => event.event_id));
        return events.map(({ event_id }) => ({ event_id, outcome: 'delivered' as const }));
      },
      close: async () => {},
    }),
  };
  return sink as AnySink;
}

async function subscribed(id: string, batch: SinkBatch, over: Record<string, unknown> = {}): Promise<string> {
  await hub.startDispatch(hastyTuning, [gatheringSink(id, batch)]);
  const destination = { kind: 'sink', sink_id: id, config: {} };
  const made = await hub.subscribe({ topics: ['activity.learning.**'], destination, ...over });
  return made.subscription.subscription_id;
}

it('hands over what trickles in together, and a full batch at once', async () => {
  await subscribed('patient', { events: 5, gatherSeconds: 60 });
  const ids: string[] = [];
  for (let n = 0; n < 5; n += 1) ids.push(...(await hub.publishLessons(1)));
  await until(
    () => batches.length,
    (count) => count === 1,
  );
  expect(batches[0]?.toSorted()).toEqual(ids.toSorted());
});

it('hands over what there is when the first of them has waited long enough', async () => {
  await subscribed('brisk', { events: 1_000, gatherSeconds: 0.2 });
  const ids = await hub.publishLessons(3);
  await until(received, (all) => all.length === 3);
  expect(received().toSorted()).toEqual(ids.toSorted());
});

it('keeps the order of an ordered subscription', async () => {
  await subscribed('ordered', { events: 10, gatherSeconds: 0.2 }, { fifo: true });
  const person = randomUUID();
  const ids: string[] = [];
  for (let n = 0; n < 6; n += 1) ids.push(...(await hub.publishLessons(1, { user_id: person })));
  await until(received, (all) => all.length === 6);
  expect(received()).toEqual(ids);
  // The next of a person is due when the one before is done.
  expect(batches.map((batch) => batch.length)).toEqual([1, 1, 1, 1, 1, 1]);
});

it('loses nothing, and sends nothing twice, when the subscription changes while it gathers', async () => {
  const id = await subscribed('changed', { events: 3, gatherSeconds: 60 });
  const ids = [...(await hub.publishLessons(2))];
  await until(
    () => hub.view(id),
    ({ counts }) => counts.pending === 2,
  );
  const renamed = await hub.call('PATCH', `/activity/subscriptions/${id}`, { body: { name: 'Another name' } });
  expect(renamed.status).toBe(200);
  ids.push(...(await hub.publishLessons(1)));
  await until(received, (all) => all.length === 3);
  expect(batches.map((batch) => batch.toSorted())).toEqual([ids.toSorted()]);
});
