import { Webhook } from 'standardwebhooks';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type DispatchHub, startDispatchHub, until } from './testing/dispatch-hub.ts';
import { type Receiver, startReceiver } from './webhook/testing/receiver.ts';

let hub: DispatchHub;
let receiver: Receiver;
/** What the receiver answers next; 200 when there is nothing. */
let answers: number[] = [];

beforeAll(async () => {
  hub = await startDispatchHub();
  receiver = await startReceiver((response) => {
    response.statusCode = answers.shift() ?? 200;
    response.end('{"ok":true}');
  });
});
afterEach(async () => {
  const { body } = await hub.call<{ items: { subscription_id: string }[] }>('GET', '/activity/subscriptions');
  for (const { subscription_id: id } of body.items) await hub.call('DELETE', `/activity/subscriptions/${id}`);
  answers = [];
  receiver.received.length = 0;
});
afterAll(async () => {
  await receiver?.stop();
  await hub?.stop();
});

const webhook = (path = '/hook', over: Record<string, unknown> = {}) => ({
  kind: 'webhook',
  url: `http://127.0.0.1:${receiver.port}${path}`,
  ...over,
});
const topics = ['activity.learning.**'];

describe('a webhook', () => {
  it('gets every event that matches from now on, signed, and is counted', async () => {
    await hub.startDispatch();
    await hub.publishLessons(3);
    const { subscription, secret } = await hub.subscribe({ topics, destination: webhook() });
    const ids = await hub.publishLessons(20);
    await until(
      () => receiver.received.length,
      (count) => count >= 20,
    );
    const sent = receiver.received.map((request) => {
      const body = new Webhook(secret ?? '').verify(request.body.toString(), request.headers) as { event_id: string };
      return body.event_id;
    });
    expect(sent.toSorted()).toEqual([...ids].toSorted());
    const view = await until(
      () => hub.view(subscription.subscription_id),
      ({ counts }) => counts.delivered === 20,
    );
    expect(view.counts).toMatchObject({ matched: 20, delivered: 20, pending: 0, dead_lettered: 0, discarded: 0 });
    expect(JSON.parse(receiver.received[0]?.body.toString() ?? '')).not.toHaveProperty('context');
  });

  it('is tried again with the same id until it is taken, and every attempt is kept', async () => {
    await hub.startDispatch();
    const { subscription } = await hub.subscribe({
      topics,
      destination: webhook('/flaky', { headers: { 'x-token': 'very secret' } }),
    });
    answers = [500, 302];
    await hub.publishLessons(1);
    const id = subscription.subscription_id;
    const [delivery] = await until(
      () => hub.deliveries(id),
      ([first]) => first?.state === 'delivered',
    );
    expect(new Set(receiver.received.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
    const { body } = await hub.call<{ attempts: Record<string, unknown>[] }>(
      'GET',
      `/activity/subscriptions/${id}/deliveries/${delivery?.delivery_id}`,
    );
    expect(body.attempts.map(({ status, outcome }) => [status, outcome])).toEqual([
      [500, 'retry'],
      [302, 'retry'],
      [200, 'delivered'],
    ]);
    expect(body.attempts[0]).toMatchObject({ address: '127.0.0.1', response_body: '{"ok":true}' });
    expect(JSON.stringify(body)).not.toContain('very secret');
  });

  it('becomes a dead letter when all tries failed, which is told in the log, and can be redriven', async () => {
    await hub.startDispatch();
    const { subscription } = await hub.subscribe({ topics, destination: webhook('/dead') });
    const id = subscription.subscription_id;
    answers = [500, 500, 500, 500];
    const [eventId] = await hub.publishLessons(1);
    await until(
      () => hub.view(id),
      ({ counts }) => counts.dead_lettered === 1,
    );
    const told = await hub.sql<{ payload: Record<string, unknown> }[]>`
      select payload from event where event_type = 'activity.delivery.exhausted'`;
    expect(told[0]?.payload).toMatchObject({ subscription_id: id, failed_event_id: eventId, attempts: 4 });
    const groups = await hub.call<{ items: unknown[] }>('GET', `/activity/dead-letters?subscription_id=${id}`);
    expect(groups.body.items).toMatchObject([{ fingerprint: 'status 500', reason_code: 'answered', count: 1 }]);
    const list = await hub.call<{ items: { health: unknown }[] }>('GET', '/activity/subscriptions?limit=1');
    expect(list.body.items[0]?.health).toMatchObject({ last_failure_code: 'answered', last_failure_status: 500 });
    const selection = { kind: 'redrive', fingerprint: 'status 500' };
    const base = `/activity/subscriptions/${id}/redrives`;
    const estimate = await hub.call<{ total: number; upto: string }>('POST', `${base}/estimate`, {
      body: { selection },
    });
    expect(estimate.body.total).toBe(1);
    const run = await hub.call<{ run_id: string }>('POST', base, { body: { selection, upto: estimate.body.upto } });
    const done = await until(
      async () =>
        (await hub.call<{ state: string; redriven: number }>('GET', `/activity/redrives/${run.body.run_id}`)).body,
      ({ state }) => state === 'finished',
    );
    expect(done).toMatchObject({ redriven: 1, skipped: 0 });
    const view = await until(
      () => hub.view(id),
      ({ counts }) => counts.delivered === 1,
    );
    expect(view.counts).toMatchObject({ matched: 1, dead_lettered: 0 });
  });

  it('disables its subscription when it answers 410, and loses nothing', async () => {
    await hub.startDispatch();
    const { subscription } = await hub.subscribe({ topics, destination: webhook('/gone') });
    const id = subscription.subscription_id;
    answers = [410];
    await hub.publishLessons(1);
    const view = await until(
      () => hub.view(id),
      ({ state }) => state === 'disabled',
    );
    expect(view.state_reason).toContain('410');
    expect(view.state_code).toBe('gone');
    await hub.publishLessons(2);
    await until(
      () => hub.view(id),
      ({ counts }) => counts.pending === 3,
    );
    await hub.call('POST', `/activity/subscriptions/${id}/resume`);
    await until(
      () => hub.view(id),
      ({ counts }) => counts.delivered === 3,
    );
  });

  it.each([
    ['http://127.0.0.2/hook', 'address_not_allowed'],
    ['https://10.0.0.1/hook', 'address_not_allowed'],
    ['https://[::ffff:169.254.169.254]/latest', 'address_not_allowed'],
    ['http://example.com/hook', 'invalid_destination'],
    ['ftp://example.com', 'invalid_destination'],
    ['https://user:password@example.com/', 'invalid_destination'],
  ])('is refused when it could only lead to %s', async (url, code) => {
    const body = { name: 'x', topics, destination: { kind: 'webhook', url } };
    const answer = await hub.call('POST', '/activity/subscriptions', { body });
    expect(answer).toMatchObject({ status: 422, body: { code, pointer: '/destination/url' } });
  });
});

describe('a subscription', () => {
  it('begins in the past and joins the present without gap or repeat', async () => {
    await hub.startDispatch();
    const marker = `catch-up-${Date.now()}`;
    const mine = { filter: `event.correlation_id == "${marker}"` };
    const before = await hub.publishLessons(40, { correlation_id: marker });
    const publishing = hub.publishLessons(600, { correlation_id: marker });
    const { subscription } = await hub.subscribe({
      topics,
      ...mine,
      destination: webhook('/past'),
      from: { kind: 'beginning' },
      concurrency: 50,
    });
    const ids = [...before, ...(await publishing)];
    await until(
      () => receiver.received.filter(({ path }) => path === '/past').length,
      (count) => count >= ids.length,
      30_000,
    );
    const sent = receiver.received
      .filter(({ path }) => path === '/past')
      .map(({ body }) => JSON.parse(body.toString()).event_id);
    expect(new Set(sent)).toEqual(new Set(ids));
    expect(sent).toHaveLength(ids.length);
    const view = await until(
      () => hub.view(subscription.subscription_id),
      ({ counts, parked }) => counts.delivered === ids.length && !parked,
    );
    expect(view.counts.matched).toBe(ids.length);
  });

  it('keeps the order of each user where it is asked to, also when one has to wait', async () => {
    await hub.startDispatch();
    const { subscription } = await hub.subscribe({ topics, destination: webhook('/ordered'), fifo: true });
    const user = '6d0f8a1e-1111-4111-8111-000000000001';
    answers = [500];
    const ids = await hub.publishLessons(10, { user_id: user });
    await until(
      () => hub.view(subscription.subscription_id),
      ({ counts }) => counts.delivered === 10,
    );
    const sent = receiver.received.map(({ body }) => JSON.parse(body.toString()).event_id as string);
    expect(sent).toEqual([ids[0], ...ids]);
  });

  it('keeps what its filter or template throws at, so that it can be redriven after a correction', async () => {
    await hub.startDispatch();
    const { subscription } = await hub.subscribe({
      topics,
      filter: 'event.payload.course_id > 3',
      destination: webhook('/broken'),
    });
    const id = subscription.subscription_id;
    await hub.publishLessons(2, { payload: { course_id: 'algebra' } });
    await until(
      () => hub.view(id),
      ({ counts }) => counts.dead_lettered === 2,
    );
    const change = { filter: null, template: { course: '{{ event.payload.course_id }}' } };
    await hub.call('PATCH', `/activity/subscriptions/${id}`, { body: change });
    const [first] = await hub.deliveries(id);
    const again = `/activity/subscriptions/${id}/deliveries/${first?.delivery_id}/resend`;
    await hub.call('POST', again, { body: {} });
    await until(
      () => hub.view(id),
      ({ counts }) => counts.delivered === 1,
    );
    expect(receiver.received.map(({ body }) => JSON.parse(body.toString()))).toEqual([{ course: 'algebra' }]);
  });

  it('is pulled by those behind a firewall: what is not acknowledged comes again', async () => {
    await hub.startDispatch();
    const { subscription } = await hub.subscribe({ topics, destination: { kind: 'pull' } });
    const id = subscription.subscription_id;
    const ids = await hub.publishLessons(3);
    await until(
      () => hub.view(id),
      ({ counts }) => counts.pending === 3,
    );
    const pull = async (limit: number) =>
      (
        await hub.call<{ items: { ack_id: string; body: { event_id: string } }[] }>(
          'POST',
          `/activity/subscriptions/${id}/pull`,
          { body: { limit, lease_seconds: 5 } },
        )
      ).body.items;
    const items = await pull(10);
    expect(items.map(({ body }) => body.event_id).toSorted()).toEqual([...ids].toSorted());
    expect(await pull(10)).toEqual([]);
    const acked = await hub.call('POST', `/activity/subscriptions/${id}/acknowledge`, {
      body: { ack_ids: items.slice(0, 2).map(({ ack_id }) => ack_id) },
    });
    expect(acked.body).toEqual({ acknowledged: 2, unknown: 0 });
    const again = await until(
      () => pull(10),
      (left) => left.length > 0,
    );
    expect(again.map(({ body }) => body.event_id)).toEqual([items[2]?.body.event_id]);
  });

  it('tells of itself in the log, but never to itself', async () => {
    await hub.startDispatch();
    const { subscription } = await hub.subscribe({ topics: ['activity.**'], destination: webhook('/all') });
    const id = subscription.subscription_id;
    await hub.call('POST', `/activity/subscriptions/${id}/pause`);
    await hub.call('POST', `/activity/subscriptions/${id}/resume`);
    await hub.publishLessons(1);
    await until(
      () => hub.view(id),
      ({ counts }) => counts.delivered > 0,
    );
    const told = await hub.sql<{ event_type: string }[]>`
      select event_type from event where payload->>'subscription_id' = ${id} order by recorded_at`;
    expect(told.map((row) => row.event_type)).toEqual(
      ['created', 'paused', 'resumed'].map((verb) => `activity.subscription.${verb}`),
    );
    expect(receiver.received.map(({ body }) => JSON.parse(body.toString()).payload.subscription_id)).not.toContain(id);
  });
});
