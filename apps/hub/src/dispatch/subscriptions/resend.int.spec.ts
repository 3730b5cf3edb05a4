import type { DeliveryDetail } from '@activity-hub/contracts/dispatch/delivery';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type DispatchHub, hastyTuning, startDispatchHub, until } from '../testing/dispatch-hub.ts';
import { addsUp, reconcile } from '../testing/reconcile.ts';
import { type Receiver, startReceiver } from '../webhook/testing/receiver.ts';

let hub: DispatchHub;
let receiver: Receiver;
let status = 200;

beforeAll(async () => {
  hub = await startDispatchHub();
  receiver = await startReceiver((response) => {
    response.statusCode = status;
    response.end();
  });
});
afterEach(async () => {
  expect((await reconcile(hub.sql)).filter((row) => !addsUp(row))).toEqual([]);
  const { body } = await hub.call<{ items: { subscription_id: string }[] }>('GET', '/activity/subscriptions');
  for (const { subscription_id: id } of body.items) await hub.call('DELETE', `/activity/subscriptions/${id}`);
  status = 200;
  receiver.received.length = 0;
});
afterAll(async () => {
  await receiver?.stop();
  await hub?.stop();
});

const topics = ['activity.learning.**'];
const once = { ...hastyTuning, retryRules: { waitsMs: [], jitter: 0, maxRetryAfterMs: 0 } };

async function subscribed(over: Record<string, unknown> = {}): Promise<string> {
  const destination = { kind: 'webhook', url: receiver.url };
  return (await hub.subscribe({ topics, destination, concurrency: 50, ...over })).subscription.subscription_id;
}

/** A subscription with so many dead letters of a status. */
async function dead(id: string, count: number, answer: number, over: Record<string, unknown> = {}): Promise<void> {
  const before = (await hub.view(id)).counts.dead_lettered;
  status = answer;
  await hub.publishLessons(count, over);
  await until(
    () => hub.view(id),
    ({ counts }) => counts.dead_lettered === before + count,
  );
  status = 200;
}

async function resend(id: string, deliveryId: string | undefined, body: unknown = {}) {
  return await hub.call<DeliveryDetail>('POST', `/activity/subscriptions/${id}/deliveries/${deliveryId}/resend`, {
    body,
  });
}

describe('a delivery that is sent once more', () => {
  it('is another row with the same webhook-id after it was delivered, however many ask at once', async () => {
    await hub.startDispatch(once);
    const id = await subscribed();
    await hub.publishLessons(1);
    const [first] = await until(
      () => hub.deliveries(id),
      ([one]) => one?.state === 'delivered',
    );
    const answers = await Promise.all(Array.from({ length: 5 }, () => resend(id, first?.delivery_id)));
    expect(answers.map((answer) => answer.status)).toEqual([200, 200, 200, 200, 200]);
    const view = await until(
      () => hub.view(id),
      ({ counts }) => counts.delivered === 6,
    );
    expect(view.counts.matched).toBe(6);
    expect(new Set(receiver.received.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
  });

  it('has another webhook-id with each other body, and the same one with the same', async () => {
    await hub.startDispatch(once);
    const id = await subscribed();
    await dead(id, 1, 404);
    const [first] = await hub.deliveries(id);
    const sent = async (body: unknown, deliveryId = first?.delivery_id) => {
      const before = receiver.received.length;
      const answer = await resend(id, deliveryId, body);
      await until(
        () => receiver.received.length,
        (count) => count > before,
      );
      await until(
        () => hub.view(id),
        ({ counts }) => counts.pending === 0,
      );
      return { id: receiver.received.at(-1)?.headers['webhook-id'], made: answer.body.delivery };
    };
    status = 404;
    const a = await sent({ body: { n: 1 } });
    const b = await sent({ body: { n: 2 } });
    expect(new Set([first?.webhook_id, a.id, b.id]).size).toBe(3);
    status = 200;
    const again = await sent({});
    expect(again.id).toBe(b.id);
    const copy = await sent({}, again.made.delivery_id);
    expect(copy.id).toBe(b.id);
    expect(JSON.parse(receiver.received.at(-1)?.body.toString() ?? '')).toEqual({ n: 2 });
  });

  it.each([
    ['half a character', { body: { text: '\ud800' } }],
    ['a NUL', { body: { 'te\0xt': 'a\0b' } }],
    ['nothing', { body: null }],
  ])('is answered sensibly with %s', async (_, body) => {
    await hub.startDispatch(once);
    const id = await subscribed();
    await hub.publishLessons(1);
    const [first] = await until(
      () => hub.deliveries(id),
      ([one]) => one?.state === 'delivered',
    );
    const answer = await resend(id, first?.delivery_id, body);
    expect(answer.status, JSON.stringify(answer.body)).toBeLessThan(500);
    await until(
      () => hub.view(id),
      ({ counts }) => counts.pending === 0,
    );
  });

  it.each(['resend', 'skip'])('is not found when there is none (%s)', async (verb) => {
    const id = await subscribed();
    const unknown = Buffer.from('d1.3.999.0').toString('base64url');
    for (const place of [
      `${id}/deliveries/${unknown}`,
      `${id}/deliveries/nonsense`,
      `${unknownId}/deliveries/${unknown}`,
    ]) {
      const answer = await hub.call('POST', `/activity/subscriptions/${place}/${verb}`, { body: {} });
      expect(answer, place).toMatchObject({ status: 404, body: { code: 'not_found' } });
    }
  });
});

it('says how many dead letters there are in all, not only in the groups that it lists', async () => {
  const id = await subscribed();
  await hub.sql`
    insert into delivery (subscription_id, lane, "offset", recorded_at, event_id, event_type, state, fingerprint, finished_at)
    select ${id}, 0, 1000000 + n, now(), gen_random_uuid(), 'activity.learning.completed', 'dead', 'group ' || n, now()
    from generate_series(1, 250) as n`;
  await hub.sql`update subscription_lane set matched = matched + 250 where subscription_id = ${id} and lane = 0`;
  const { body } = await hub.call<{ items: unknown[]; total: number }>(
    'GET',
    `/activity/dead-letters?subscription_id=${id}`,
  );
  expect(body.items).toHaveLength(200);
  expect(body.total).toBe(250);
});

it('takes the acknowledgements it knows also when one of them was never given out', async () => {
  const id = (await hub.subscribe({ topics, destination: { kind: 'pull' } })).subscription.subscription_id;
  await hub.startDispatch(once);
  await hub.publishLessons(1);
  await until(
    () => hub.view(id),
    ({ counts }) => counts.pending === 1,
  );
  const place = `/activity/subscriptions/${id}`;
  const { body } = await hub.call<{ items: { ack_id: string }[] }>('POST', `${place}/pull`, { body: {} });
  const lease = body.items[0]?.ack_id.split('.')[1];
  const ackIds = [`nonsense.${lease}`, ...body.items.map(({ ack_id }) => ack_id)];
  const answer = await hub.call('POST', `${place}/acknowledge`, { body: { ack_ids: ackIds } });
  expect(answer.body).toEqual({ acknowledged: 1, unknown: 1 });
});

const unknownId = '00000000-0000-4000-8000-000000000009';

describe('what is discarded', () => {
  it('is settled with its reason, by group, by one and not twice, and can be sent all the same', async () => {
    await hub.startDispatch(once);
    const id = await subscribed();
    await dead(id, 3, 404);
    await dead(id, 2, 422);
    const discard = async (body: Record<string, unknown>) =>
      (
        await hub.call<{ discarded: number }>('POST', `/activity/subscriptions/${id}/dead-letters/discard`, {
          body: { reason: 'Not needed any longer', ...body },
        })
      ).body.discarded;
    expect(await discard({ fingerprint: 'status 404' })).toBe(3);
    expect(await discard({ fingerprint: 'status 404' })).toBe(0);
    const [one] = await hub.deliveries(id, 'state=dead');
    expect(await discard({ delivery_id: one?.delivery_id })).toBe(1);
    expect((await hub.view(id)).counts).toMatchObject({ matched: 5, discarded: 4, dead_lettered: 1 });
    expect((await resend(id, one?.delivery_id)).status).toBe(200);
    const { counts } = await until(
      () => hub.view(id),
      ({ counts }) => counts.delivered === 1,
    );
    expect(counts).toMatchObject({ matched: 6, discarded: 4, dead_lettered: 1 });
  });
});
