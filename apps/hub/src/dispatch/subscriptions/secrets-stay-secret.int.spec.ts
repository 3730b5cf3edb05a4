import { Writable } from 'node:stream';
import type { SinkList, SubscriptionView } from '@activity-hub/contracts/dispatch/subscription';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type DispatchHub, hastyTuning, startDispatchHub, until } from '../testing/dispatch-hub.ts';
import { type Receiver, startReceiver } from '../webhook/testing/receiver.ts';

let hub: DispatchHub;
let receiver: Receiver;
let logged = '';
const answers: string[] = [];
const log = new Writable({
  write(chunk: Buffer, _encoding, done) {
    logged += chunk.toString('utf8');
    done();
  },
});

beforeAll(async () => {
  hub = await startDispatchHub();
  let asked = 0;
  receiver = await startReceiver((response) => {
    asked += 1;
    response.writeHead([200, 500, 404, 401][asked % 4] ?? 200).end('ok');
  });
  await hub.startDispatch(hastyTuning, [], { logger: pino({ level: 'trace' }, log) });
});
afterAll(async () => {
  await receiver?.stop();
  await hub?.stop();
});

async function call(method: string, path: string, body?: unknown) {
  const answer = await hub.call<Record<string, unknown>>(method, path, body === undefined ? {} : { body });
  answers.push(JSON.stringify(answer.body));
  return answer;
}

it('shows no secret of a destination anywhere, and its signing secrets only once', { timeout: 90_000 }, async () => {
  const secrets = {
    header: 'header-secret-2b8f1c',
    bearer: 'bearer-secret-90af3e',
    client: 'client-secret-77c0de',
    config: 'config-secret-51aa90',
    query: 'query-secret-4f6b21',
  };
  const url = `${receiver.url}?token=${secrets.query}`;
  const webhook = (over: Record<string, unknown>) => ({
    kind: 'webhook',
    url: receiver.url,
    headers: { 'x-anything': secrets.header },
    ...over,
  });
  const destinations = [
    webhook({}),
    webhook({ url }),
    webhook({ authorization: { kind: 'bearer', token: secrets.bearer } }),
    webhook({
      authorization: { kind: 'oauth2', token_url: receiver.url, client_id: 'me', client_secret: secrets.client },
    }),
    { kind: 'sink', sink_id: 'no-such-sink', config: { password: secrets.config } },
    webhook({ url: `http://10.0.0.1/?token=${secrets.query}` }),
    webhook({ mtls: { certificate: secrets.config, key: secrets.config } }),
  ];
  const told: string[] = [];
  const ids: string[] = [];
  for (const destination of destinations) {
    const body = { name: 'Secret', topics: ['activity.learning.**'], destination };
    const answer = await hub.call<{ secret?: string; subscription?: { subscription_id: string } }>(
      'POST',
      '/activity/subscriptions',
      { body },
    );
    const { secret, ...rest } = answer.body;
    if (secret !== undefined) told.push(secret);
    answers.push(JSON.stringify(rest));
    const id = answer.body.subscription?.subscription_id;
    if (id !== undefined) ids.push(id);
  }
  expect(ids).toHaveLength(4);
  await hub.publishLessons(8);
  for (const id of ids) {
    const place = `/activity/subscriptions/${id}`;
    await until(
      () => hub.view(id),
      ({ counts, failing_since }) => counts.delivered + counts.dead_lettered > 0 || failing_since !== null,
      40_000,
    );
    await call('PATCH', place, { destination: webhook({ headers: { authorization: secrets.header } }) });
    for (const kind of ['hmac', 'ed25519']) {
      const body = { kind };
      const rotated = await hub.call<{ secret: string }>('POST', `${place}/secrets`, { body });
      expect(rotated.status).toBe(200);
      if (kind === 'hmac') told.push(rotated.body.secret);
    }
    await call('GET', place);
    for (const { delivery_id } of (await hub.deliveries(id)).slice(0, 3))
      await call('GET', `${place}/deliveries/${delivery_id}`);
    await call('POST', `${place}/pause`);
    await call('DELETE', place);
  }
  await call('GET', '/activity/subscriptions');
  await call('GET', '/activity/dead-letters');
  expect(told.length).toBeGreaterThanOrEqual(8);
  const audit = await hub.sql<{ all: string }[]>`select string_agg(t::text, ' ') as all from audit_entry t`;
  const events = await hub.sql<
    { all: string }[]
  >`select string_agg(payload::text || metadata::text || context::text, ' ') as all from event`;
  const attempts = await hub.sql<{ all: string }[]>`select string_agg(t::text, ' ') as all from delivery_attempt t`;
  const places = {
    'the log of the hub': hub.logged(),
    'the log of dispatch': logged,
    answers: answers.join(' '),
    'the audit': audit[0]?.all ?? '',
    events: events[0]?.all ?? '',
    attempts: attempts[0]?.all ?? '',
  };
  const { query: _shownWithItsUrl, ...hidden } = secrets;
  const searched = [...Object.values(hidden), ...told, ...told.map((secret) => secret.replace(/^whsec_/, ''))];
  for (const [place, text] of Object.entries(places)) {
    expect(text.length, place).toBeGreaterThan(0);
    for (const secret of searched) expect(text.includes(secret), `${secret} in ${place}`).toBe(false);
  }
  // The URL is shown to whoever may change it; the rest of the world does not see its query.
  for (const place of ['the log of the hub', 'the log of dispatch', 'events', 'attempts'] as const)
    expect(places[place].includes(secrets.query), `the query in ${place}`).toBe(false);
});

it('shows how a sink is configured, but for its secrets, and takes none that cannot connect', async () => {
  const sink = (config: Record<string, unknown>) => ({
    name: 'Kafka',
    topics: ['activity.learning.**'],
    destination: { kind: 'sink', sink_id: 'kafka', config },
  });
  const [place, password] = ['/activity/subscriptions', 'password-of-a-sink-0d51'];
  const known = await hub.call<SinkList>('GET', '/activity/sinks');
  const schema = known.body.items.find(({ sink_id }) => sink_id === 'kafka')?.config_schema;
  expect(Object.keys(schema?.['properties'] ?? {}).slice(0, 3)).toEqual(['brokers', 'topic', 'client_id']);
  const nowhere = await hub.call<{ code: string; pointer: string }>('POST', place, { body: sink({ brokers: [] }) });
  expect(nowhere.body).toMatchObject({ code: 'invalid_config', pointer: '/destination/config/brokers' });

  const settings = { brokers: ['127.0.0.1:1'], sasl: 'plain', username: 'hub' };
  const made = await hub.call<{ subscription: SubscriptionView }>('POST', place, {
    body: sink({ ...settings, password }),
  });
  const { subscription_id: id, destination } = made.body.subscription;
  expect(destination.config).toEqual(settings);
  const other = sink({ ...settings, tls: true, password });
  await hub.call('PATCH', `${place}/${id}`, { body: { destination: other.destination } });
  expect((await hub.view(id)).destination.config).toEqual({ ...settings, tls: true });
  const kept = await hub.sql<{ all: string }[]>`
    select concat((select string_agg(t::text, ' ') from audit_entry t), (select string_agg(t::text, ' ') from subscription t)) as all`;
  expect(kept[0]?.all).toContain('127.0.0.1:1');
  expect(kept[0]?.all).not.toContain(password);
});
