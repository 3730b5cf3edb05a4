import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DispatchHub, hastyTuning, startDispatchHub, until } from '../testing/dispatch-hub.ts';
import { type Receiver, startReceiver } from '../webhook/testing/receiver.ts';

let hub: DispatchHub;
let receiver: Receiver;

beforeAll(async () => {
  hub = await startDispatchHub();
  receiver = await startReceiver();
  await hub.startDispatch(hastyTuning);
});
afterAll(async () => {
  await receiver?.stop();
  await hub?.stop();
});

const topics = ['activity.learning.**'];
const pull = { kind: 'pull' };
const draft = (over: Record<string, unknown>) => ({ name: 'x', topics, destination: pull, ...over });
const webhook = (over: Record<string, unknown>) => ({
  destination: { kind: 'webhook', url: 'https://example.com/', ...over },
});
const nested = (depth: number): unknown => JSON.parse(`${'['.repeat(depth)}1${']'.repeat(depth)}`);

describe('a subscription is refused with a reason', () => {
  it.each<[string, Record<string, unknown>]>([
    ['a topic that is none', { topics: ['**.learning'] }],
    ['a topic with a star inside', { topics: ['activity.lear*'] }],
    ['no topic', { topics: [] }],
    ['51 topics', { topics: Array.from({ length: 51 }, (_, n) => `activity.a${n}.b`) }],
    ['a topic with a NUL', { topics: ['activity.\0.b'] }],
    ['a name with a NUL', { name: 'a\0b' }],
    ['a name of half a character', { name: '\ud800' }],
    ['a name of spaces', { name: '   ' }],
    ['a filter that is no expression', { filter: 'event.payload.score >' }],
    ['a filter whose work multiplies', { filter: 'event.payload.a.all(x, event.payload.a.all(y, x != y))' }],
    ['a filter with a NUL', { filter: 'event.payload.a == "\0"' }],
    ['a filter with a bomb for a pattern', { filter: 'event.payload.a.matches("(((a{1,999}){1,999}){1,999})")' }],
    ['a filter nested a thousand deep', { filter: `${'('.repeat(900)}true${')'.repeat(900)}` }],
    ['a filter that is too long', { filter: `"${'x'.repeat(2_000)}" == ""` }],
    ['a template with a hole that is no expression', { template: { a: '{{ event. }}' } }],
    ['a template nested too deeply', { template: nested(60) }],
    ['a template nested a thousand deep', { template: nested(2_000) }],
    ['a template that is too large', { template: 'x'.repeat(20_000) }],
    ['a template with a NUL', { template: { a: 'b\0c' } }],
    ['an unknown sink', { destination: { kind: 'sink', sink_id: 'no-such-sink', config: {} } }],
    ['a config that does not fit', { destination: { kind: 'sink', sink_id: 'kafka', config: { brokers: 7 } } }],
    ['an unknown kind', { destination: { kind: 'carrier-pigeon' } }],
    ['a header of the hub', webhook({ headers: { 'Webhook-Id': '1' } })],
    ['a header of two lines', webhook({ headers: { 'x-a': 'a\r\nhost: b' } })],
    ['a certificate that is none', webhook({ mtls: { certificate: 'a', key: 'b' } })],
    ['this machine', webhook({ url: 'https://[::1]/' })],
    ['a name below one that leads to this machine', webhook({ url: 'http://a.localhost/' })],
    ['an address in disguise', webhook({ url: 'https://0x0a.1/' })],
    [
      'a token URL in a network',
      webhook({
        authorization: { kind: 'oauth2', token_url: 'https://10.0.0.1/', client_id: 'a', client_secret: 'b' },
      }),
    ],
    ['a cursor that is none', { from: { kind: 'cursor', cursor: 'nonsense' } }],
    ['a day that is none', { from: { kind: 'time', at: '2026-02-30T00:00:00Z' } }],
    ['the year zero', { from: { kind: 'time', at: '0000-01-01T00:00:00Z' } }],
    ['a zone that is none', { from: { kind: 'time', at: '2026-01-01T00:00:00+23:00' } }],
    ['a width of nothing', { concurrency: 0 }],
    ['a rate that is no number', { rate_per_second: 'fast' }],
    ['a field that is none', { colour: 'red' }],
  ])('%s', async (_, over) => {
    const answer = await hub.call('POST', '/activity/subscriptions', { body: draft(over) });
    expect(answer.status, JSON.stringify(answer.body)).toBeGreaterThanOrEqual(400);
    expect(answer.status, JSON.stringify(answer.body)).toBeLessThan(500);
    expect(answer.body.code).not.toBe('internal_error');
    expect(answer.body.detail).toBeTruthy();
  });
});

it('answers none of these questions with a fault of its own', async () => {
  const { subscription } = await hub.subscribe(draft({}));
  const place = `/activity/subscriptions/${subscription.subscription_id}`;
  const forged = Buffer.from('v1|2026-02-30T00:00:00.000Z|3|1|0').toString('base64url');
  const questions: [string, string, unknown?][] = [
    ['GET', '/activity/subscriptions/nonsense'],
    ['GET', `/activity/subscriptions?cursor=${forged}`],
    ['GET', '/activity/subscriptions?search=%00'],
    ['GET', '/activity/subscriptions?state=lost&limit=99999'],
    ['GET', `${place}/deliveries?cursor=${forged}`],
    ['GET', `${place}/deliveries?cursor=%00&limit=99999`],
    ['GET', `${place}/deliveries?fingerprint=%00`],
    ['GET', `${place}/deliveries?fingerprint=a%ED%A0%80`],
    ['GET', `${place}/deliveries/%00`],
    ['PATCH', place, { topics: ['**.**'] }],
    ['PATCH', place, { destination: { kind: 'sink', sink_id: 'kafka', config: {} } }],
    ['PATCH', place, {}],
    ['POST', `${place}/pull`, { limit: 0 }],
    ['POST', `${place}/acknowledge`, { ack_ids: ['a', `${Buffer.from('d1.99.1.0').toString('base64url')}.x`] }],
    ['POST', `${place}/acknowledge`, { ack_ids: [`nonsense.${'0'.repeat(8)}-0000-4000-8000-000000000000`] }],
    ['POST', `${place}/redrives/estimate`, { selection: { kind: 'recover', since: '0000-01-01T00:00:00Z' } }],
    [
      'POST',
      `${place}/redrives/estimate`,
      { selection: { kind: 'replay_missing', from: '2026-01-01T00:00:00+18:00', to: '2026-01-01T00:00:00Z' } },
    ],
    [
      'POST',
      `${place}/redrives`,
      { selection: { kind: 'redrive', fingerprint: 'a\0b' }, upto: '2026-01-01T00:00:00Z' },
    ],
    [
      'POST',
      `${place}/redrives`,
      { selection: { kind: 'recover', since: '2026-01-01T00:00:00Z' }, upto: '0000-01-01T00:00:00Z' },
    ],
    ['POST', `${place}/dead-letters/discard`, { reason: 'a\0bc' }],
    ['POST', `${place}/dead-letters/discard`, { reason: 'because', delivery_id: 'nonsense' }],
    ['GET', '/activity/redrives/nonsense'],
    ['POST', '/activity/subscriptions/try', { topics, filter: 'event.payload.a == "\0"' }],
    ['POST', '/activity/subscriptions/try', { topics, from: '0000-01-01T00:00:00Z' }],
    ['POST', `${place}/secrets`, {}],
    ['GET', '/activity/dead-letters?subscription_id=nonsense'],
  ];
  const wrong: unknown[] = [];
  for (const [method, path, body] of questions) {
    const answer = await hub.call(method, path, body === undefined ? {} : { body });
    if (answer.status >= 500) wrong.push([method, path, body, answer.status, answer.body]);
  }
  expect(wrong).toEqual([]);
});

describe('what is costly or fails is the matter of its own subscription', () => {
  it.each([
    ['a filter that answers no boolean', { filter: '1 + 1' }],
    [
      'a template that explodes',
      { template: { a: Array.from({ length: 45 }, () => '{{ event.payload.list }}{{ event.payload.list }}') } },
    ],
    ['a template that throws', { template: { a: '{{ event.payload.no_such_key }}' } }],
  ])('%s', async (_, over) => {
    const destination = { kind: 'webhook', url: receiver.url };
    const bad = await hub.subscribe({ topics, destination, ...over });
    const good = await hub.subscribe({ topics, destination });
    const payload = { course_id: 'c1', lesson_id: 'l1', score: 1, list: Array.from({ length: 2_000 }, (_, n) => n) };
    const started = Date.now();
    await hub.publishLessons(5, { payload });
    await until(
      () => hub.view(good.subscription.subscription_id),
      ({ counts }) => counts.delivered === 5,
    );
    expect(Date.now() - started).toBeLessThan(10_000);
    await until(
      () => hub.view(bad.subscription.subscription_id),
      ({ counts }) => counts.dead_lettered === 5,
    );
    for (const { subscription } of [bad, good])
      await hub.call('DELETE', `/activity/subscriptions/${subscription.subscription_id}`);
  });
});

it('tries an address at which nothing may be sent, and sends nothing there, whatever the name was', async () => {
  const seen = receiver.received.length;
  const { subscription } = await hub.subscribe({ topics, destination: { kind: 'webhook', url: receiver.url } });
  const id = subscription.subscription_id;
  // As if the name had led elsewhere when it was entered.
  await hub.sql`
    update subscription set updated_at = clock_timestamp(), epoch = (select epoch + 1 from dispatch_epoch),
      destination = destination || jsonb_build_object('url', ${`https://localhost:${receiver.port}/hook`}::text)
    where subscription_id = ${id}`;
  await hub.sql`update dispatch_epoch set epoch = epoch + 1`;
  await hub.sql`select pg_notify('hub_subscriptions', '')`;
  await hub.startDispatch({ ...hastyTuning }, [], { allow: { hosts: new Set(), ranges: [] } as never });
  await hub.publishLessons(1);
  const [dead] = await until(
    () => hub.deliveries(id),
    ([first]) => first?.state === 'dead',
  );
  expect(dead?.reason).toContain('localhost');
  expect(receiver.received.length).toBe(seen);
  await hub.startDispatch(hastyTuning);
});

it('is deleted in mid-flight without a trace in the others, and purged afterwards', async () => {
  const answers: (() => void)[] = [];
  const slow = await startReceiver((response) => void answers.push(() => response.end()));
  const { subscription } = await hub.subscribe({ topics, destination: { kind: 'webhook', url: slow.url } });
  const id = subscription.subscription_id;
  await hub.publishLessons(30);
  await until(
    () => answers.length,
    (count) => count > 0,
  );
  expect((await hub.call('DELETE', `/activity/subscriptions/${id}`)).status).toBe(200);
  for (const answer of answers) answer();
  for (const [method, path] of [
    ['GET', ''],
    ['GET', '/deliveries'],
    ['POST', '/pause'],
    ['POST', '/resume'],
    ['DELETE', ''],
  ] as const)
    expect((await hub.call(method, `/activity/subscriptions/${id}${path}`)).status, `${method} ${path}`).toBe(404);
  await hub.sql`update subscription set removed_at = removed_at - interval '3 minutes' where subscription_id = ${id}`;
  await until(
    () => hub.sql`select 1 from subscription where subscription_id = ${id}
      union all select 1 from delivery where subscription_id = ${id}
      union all select 1 from delivery_attempt where subscription_id = ${id}
      union all select 1 from delivery_hour where subscription_id = ${id}`,
    (left) => left.length === 0,
    40_000,
  );
  await slow.stop();
});
