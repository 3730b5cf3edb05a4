import type { AnySink } from '@activity-hub/contracts/plugin/sink';
import { sinks } from '@activity-hub/plugins/catalog';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { type DispatchHub, hastyTuning, startDispatchHub, until } from '../testing/dispatch-hub.ts';
import { addsUp, reconcile } from '../testing/reconcile.ts';
import { type Receiver, startReceiver } from '../webhook/testing/receiver.ts';

const topics = ['activity.learning.**'];

let hub: DispatchHub;
let receiver: Receiver;
let status = 200;
let answer: string | Buffer = 'ok';

beforeAll(async () => {
  hub = await startDispatchHub();
  receiver = await startReceiver((response) => void response.writeHead(status).end(answer));
});
afterEach(async () => {
  expect((await reconcile(hub.sql)).filter((row) => !addsUp(row))).toEqual([]);
  const { body } = await hub.call<{ items: { subscription_id: string }[] }>('GET', '/activity/subscriptions');
  for (const { subscription_id: id } of body.items) await hub.call('DELETE', `/activity/subscriptions/${id}`);
  status = 200;
  answer = 'ok';
});
afterAll(async () => {
  await receiver?.stop();
  await hub?.stop();
});

async function subscribed(over: Record<string, unknown> = {}): Promise<string> {
  const destination = { kind: 'webhook', url: receiver.url, timeout_ms: 1_000 };
  return (await hub.subscribe({ topics, destination, ...over })).subscription.subscription_id;
}

it('writes down what it sent also where keeping its beginning cuts a character in two', async () => {
  await hub.startDispatch();
  const id = await subscribed();
  // One of them has the first half of a character at the last place that is kept.
  for (const before of ['', 'a'])
    await hub.publishLessons(1, {
      payload: { course_id: 'c1', lesson_id: `${before}${'😀'.repeat(9_000)}`, score: 1 },
    });
  await hub.publishLessons(3);
  const { counts } = await until(
    () => hub.view(id),
    (view) => view.counts.delivered === 5,
  );
  expect(counts.pending).toBe(0);
});

it.each([
  ['zeros', Buffer.alloc(20_000)],
  ['no text at all', Buffer.from(Array.from({ length: 20_000 }, (_, n) => n % 256))],
  ['escapes of halves of characters', '{"a":"\\ud800","b":"\\u0000"}'],
])('writes down an answer of %s', async (_, body) => {
  await hub.startDispatch();
  answer = body;
  const id = await subscribed();
  await hub.publishLessons(2);
  await until(
    () => hub.view(id),
    ({ counts }) => counts.delivered === 2,
  );
});

it('tries on when it cannot tell the log of a dead letter, and ends neither itself nor the others', {
  timeout: 90_000,
}, async () => {
  await hub.startDispatch({ ...hastyTuning, retryRules: { waitsMs: [], jitter: 0, maxRetryAfterMs: 0 } });
  await hub.sql.unsafe(`
    create function spec_refuse() returns trigger language plpgsql as $$ begin raise exception 'no room'; end $$;
    create trigger spec_refuse before insert on event for each row
      when (new.event_type = 'activity.delivery.exhausted') execute function spec_refuse()`);
  const id = await subscribed();
  status = 404;
  await hub.publishLessons(1);
  await until(
    () => receiver.received.length,
    (count) => count > 0,
  );
  await new Promise((resolve) => setTimeout(resolve, 500));
  await hub.sql.unsafe('drop trigger spec_refuse on event; drop function spec_refuse()');
  await until(
    () => hub.view(id),
    ({ counts }) => counts.dead_lettered === 1,
    60_000,
  );
  const told = await hub.sql`
    select 1 from event where event_type = 'activity.delivery.exhausted' and payload->>'subscription_id' = ${id}`;
  expect(told).toHaveLength(1);
});

/** A plugin that answers what no sink may. */
function wildSink(deliver: () => unknown): AnySink {
  const [known] = sinks;
  if (known === undefined) throw new Error('There is no sink to take after.');
  return {
    ...known,
    manifest: { ...known.manifest, id: 'wild', config: z.object({}) },
    connect: async () => ({ deliver: deliver as never, close: async () => {} }),
  } as AnySink;
}

it.each<[string, () => unknown]>([
  ['nothing', () => undefined],
  ['a list of nothing', async () => [null, undefined, 7]],
  ['a reason that is no text', async () => [{ event_id: 'x', outcome: 'reject', reason: { toString: null } }]],
  [
    'an error that is none',
    async () => {
      throw Object.assign(new Error('without words'), { toString: null, message: undefined });
    },
  ],
  [
    'an error before anything was promised',
    () => {
      throw new Error('half a character: \ud800\0');
    },
  ],
])('makes a failed try of a sink that answers %s', async (_, deliver) => {
  const events: { event_id: string }[] = [];
  const wrapped = (batch: { event_id: string }[]): unknown => {
    events.push(...batch);
    const told = deliver();
    // What it says is about the first event it was given.
    return told instanceof Promise
      ? told.then((list: unknown) =>
          Array.isArray(list)
            ? list.map((one) =>
                typeof one === 'object' && one !== null ? { ...one, event_id: batch[0]?.event_id } : one,
              )
            : list,
        )
      : told;
  };
  const sink = wildSink(wrapped as never);
  await hub.stopDispatch();
  await hub.sql`
    insert into sink (sink_id, version, title, description, topics, config_schema)
    select 'wild', version, title, description, topics, '{}' from sink limit 1 on conflict do nothing`;
  const { subscription } = await hub.subscribe({ topics, destination: { kind: 'sink', sink_id: 'wild', config: {} } });
  await hub.publishLessons(1);
  const { manifest } = sink;
  expect(manifest.id).toBe('wild');
  await hub.startDispatch(hastyTuning, [], { sinks: [sink] });
  await until(
    () => hub.view(subscription.subscription_id),
    ({ counts }) => counts.dead_lettered === 1,
  );
  expect(events.length).toBeGreaterThan(0);
});

it('holds up nobody with a sink that cannot be opened, and goes on when it can', { timeout: 60_000 }, async () => {
  let opens = 0;
  const delivered: unknown[] = [];
  const sink = {
    ...wildSink(() => []),
    connect: async () => {
      opens += 1;
      if (opens === 1) throw new Error('The broker is away.');
      return {
        deliver: async (batch: readonly { event_id: string }[]) => {
          delivered.push(...batch);
          return batch.map(({ event_id }) => ({ event_id, outcome: 'delivered' as const }));
        },
        close: async () => {},
      };
    },
  } as AnySink;
  const stuck = { ...wildSink(() => []), connect: () => new Promise(() => {}) } as AnySink;
  const named = { ...stuck, manifest: { ...stuck.manifest, id: 'stuck' } } as AnySink;
  await hub.startDispatch(hastyTuning, [], { sinks: [sink, named] });
  await hub.subscribe({ topics, destination: { kind: 'sink', sink_id: 'stuck', config: {} } });
  const wild = await hub.subscribe({ topics, destination: { kind: 'sink', sink_id: 'wild', config: {} } });
  const id = await subscribed();
  await hub.publishLessons(3);
  await until(
    () => hub.view(id),
    ({ counts }) => counts.delivered === 3,
  );
  await until(
    () => hub.view(wild.subscription.subscription_id),
    ({ counts }) => counts.delivered === 3,
  );
  expect(delivered).toHaveLength(3);
  expect(opens).toBe(2);
});

it('signs with an old secret for as long as it is to sign along, and no longer', async () => {
  const id = await subscribed();
  const rotated = await hub.call('POST', `/activity/subscriptions/${id}/secrets`, { body: { overlap_hours: 1 } });
  expect(rotated.status).toBe(200);
  let laterMs = 0;
  await hub.startDispatch(undefined, [], { now: () => Date.now() + laterMs });
  receiver.received.length = 0;
  const signatures = async (): Promise<number> => {
    const before = receiver.received.length;
    await hub.publishLessons(1);
    await until(
      () => receiver.received.length,
      (count) => count > before,
    );
    return receiver.received.at(-1)?.headers['webhook-signature']?.split(' ').length ?? 0;
  };
  expect(await signatures()).toBe(2);
  laterMs = 3_700_000;
  expect(await signatures()).toBe(1);
});
