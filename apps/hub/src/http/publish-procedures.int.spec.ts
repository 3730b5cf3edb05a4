import type { AppRouter } from '@activity-hub/contracts/api/app-router';
import type { ActivityEvent } from '@activity-hub/contracts/event';
import { createTestDatabase, type TestDatabase } from '@activity-hub/db/testing/test-servers';
import { createTRPCClient, httpBatchLink, httpLink } from '@trpc/client';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readEnv } from '../env.ts';
import { type RunningHub, startHub } from '../hub.ts';
import { sentEventFixture } from '../ingest/testing/sent-event-fixture.ts';
import { asOperator, operatorKey } from '../testing/operator-key.ts';

let database: TestDatabase;
let hub: RunningHub;

beforeAll(async () => {
  database = await createTestDatabase();
  const env = readEnv({
    DATABASE_URL: database.url,
    // Nothing listens on the discard port: publishing must not ask the analytics store.
    CLICKHOUSE_URL: 'http://127.0.0.1:9',
    HUB_PORT: '0',
    HUB_GRPC_PORT: '0',
    HUB_OPERATOR_KEY: operatorKey,
  });
  const logger = pino({ level: 'silent' });
  hub = await startHub({ roles: new Set(['ingest', 'query']), env, logger, version: '0.1.0' });
});

afterAll(async () => {
  await hub.stop();
  await database.drop();
});

const fixture = (given: Readonly<Record<string, unknown>> = {}) => sentEventFixture(given) as unknown as ActivityEvent;

const clients = () => {
  const url = `${hub.url}/trpc`;
  return [
    createTRPCClient<AppRouter>({ links: [httpLink({ url, headers: asOperator })] }),
    createTRPCClient<AppRouter>({ links: [httpBatchLink({ url, headers: asOperator })] }),
  ];
};

async function post(path: string, body: string, headers: Readonly<Record<string, string>> = asOperator) {
  const answer = await fetch(`${hub.url}${path}`, {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/json', ...headers },
  });
  return { status: answer.status, json: (await answer.json()) as Record<string, Record<string, unknown>> };
}

/** The answer to a call alone, as it comes over the wire. */
async function called(path: string, text: string): Promise<Record<string, unknown>> {
  const { json } = await post(`/trpc/${path}`, text);
  return (json['result']?.['data'] ?? json['error']?.['data']) as Record<string, unknown>;
}

describe('publishing over tRPC', () => {
  it('waits for a read model when the headers ask for it, alone and in a batch of calls', async () => {
    const headers = { ...asOperator, 'activity-wait': 'projected', 'activity-wait-ms': '20' };
    const url = `${hub.url}/trpc`;
    const waited = { read_model: 'projected', seen: false, lag_events: expect.any(Number) };
    for (const link of [httpLink({ url, headers }), httpBatchLink({ url, headers })]) {
      const { publish } = createTRPCClient<AppRouter>({ links: [link] });
      const [one, many, refused] = await Promise.all([
        publish.event.mutate(fixture()),
        publish.batch.mutate([fixture(), fixture()]),
        publish.event.mutate(fixture({ timestamp: 'never' })),
      ]);
      expect(one).toMatchObject({ status: 'accepted', waited });
      expect(many).toMatchObject({ accepted: 2, waited });
      expect(refused).not.toHaveProperty('waited');
    }
  });

  it('takes nothing when it cannot wait for what the headers ask for', async () => {
    const headers = { ...asOperator, 'activity-wait': 'nothing' };
    const event = fixture();
    const answer = await post('/trpc/publish.event', JSON.stringify(event), headers);
    expect(answer).toMatchObject({ status: 400, json: { error: { data: { problem: { code: 'invalid_query' } } } } });
    const again = await post('/trpc/publish.event', JSON.stringify(event));
    expect(again.json['result']).toMatchObject({ data: { status: 'accepted', duplicate: false } });
  });

  it('answers what REST answers, alone and in a batch of calls', async () => {
    for (const client of clients()) {
      const event = fixture();
      const first = await client.publish.event.mutate(event);
      expect(first).toMatchObject({ status: 'accepted', duplicate: false });
      const overRest = await post('/activity/events', JSON.stringify(event));
      expect([overRest.status, overRest.json['receipt']]).toEqual([
        200,
        'receipt' in first ? first.receipt : undefined,
      ]);
      const answers = await Promise.all([
        client.publish.event.mutate(event),
        client.publish.event.mutate({ ...event, payload: { lesson_id: 'other' } }),
        client.publish.batch.mutate([fixture(), fixture({ event_type: 'learning.exploded' })]),
      ]);
      expect(answers).toMatchObject([
        { status: 'duplicate' },
        { status: 'conflict' },
        {
          accepted: 1,
          refused: 1,
          items: [{ status: 'accepted' }, { code: 'unknown_event_type', pointer: '/1/event_type' }],
        },
      ]);
    }
  });

  it.each([
    ['a key twice', JSON.stringify(fixture()).replace('{', '{"event_id":"a",'), 'duplicate_key'],
    [
      'a number beyond its precision',
      JSON.stringify(fixture()).replace('87.5', '12345678901234567890'),
      'number_out_of_range',
    ],
    ['no JSON', '{"event_id":', 'malformed_json'],
    ['no object', '5', 'not_an_object'],
    ['nothing', '', 'empty_body'],
  ])('judges the text of the request: %s', async (_name, text, code) => {
    const overRest = await post('/activity/events', text);
    expect(overRest.json).toMatchObject({ code });
    expect(await called('publish.event', text)).toMatchObject({
      status: 'refused',
      code,
      pointer: overRest.json['pointer'],
      refused_id: expect.any(String),
    });
    const { json } = await post('/trpc/publish.event?batch=1', `{"0":${text === '' ? '""' : text}}`);
    expect(JSON.stringify(json)).toContain('"code"');
  });

  it('tells a bad event of a batch from the good ones by its text', async () => {
    const good = JSON.stringify(fixture());
    const double = good.replace('"score":87.5', '"score":1,"score":2');
    expect(await called('publish.batch', `[${good},${double}]`)).toMatchObject({
      accepted: 1,
      items: [{ status: 'accepted' }, { code: 'duplicate_key', pointer: '/1/payload/score' }],
    });
    expect(await called('publish.batch', '{"a":1}')).toMatchObject({ problem: { code: 'not_a_batch' } });
  });

  it('asks for a key', async () => {
    const { status, json } = await post('/trpc/publish.event', JSON.stringify(fixture()), {});
    expect([status, json['error']]).toMatchObject([401, { data: { problem: { code: 'unauthenticated' } } }]);
  });
});
