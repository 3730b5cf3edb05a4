import { randomUUID } from 'node:crypto';
import { connectPostgres, type Sql } from '@activity-hub/db/postgres/client';
import { createTestClickhouse, createTestDatabase, type TestDatabase } from '@activity-hub/db/testing/test-servers';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { readEnv } from '../env.ts';
import { type RunningHub, startHub } from '../hub.ts';
import { sentEventFixture } from '../ingest/testing/sent-event-fixture.ts';
import { asOperator, operatorKey } from '../testing/operator-key.ts';

let database: TestDatabase;
let dropClickhouse: () => Promise<void>;
let hub: RunningHub;
let sql: Sql;

beforeAll(async () => {
  database = await createTestDatabase();
  const clickhouse = await createTestClickhouse();
  dropClickhouse = () => clickhouse.drop();
  sql = connectPostgres(database.url, { max: 1 });
  const env = readEnv({
    DATABASE_URL: database.url,
    CLICKHOUSE_URL: inject('clickhouseUrl'),
    HUB_PORT: '0',
    HUB_GRPC_PORT: '0',
    HUB_OPERATOR_KEY: operatorKey,
  });
  hub = await startHub({
    roles: new Set(['ingest', 'query']),
    env,
    logger: pino({ level: 'silent' }),
    version: '0.1.0',
  });
});
afterAll(async () => {
  await hub.stop();
  await sql.end();
  await database.drop();
  await dropClickhouse();
});

type Json = Record<string, unknown> & { readonly items?: readonly Record<string, unknown>[] };

async function call(method: 'GET' | 'POST', path: string, body?: unknown, key: string = operatorKey) {
  const answer = await fetch(`${hub.url}${path}`, {
    method,
    headers: { ...asOperator, 'content-type': 'application/json', authorization: `Bearer ${key}` },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: answer.status, json: (await answer.json()) as Json };
}
const get = (path: string) => call('GET', path);
const post = (path: string, body: unknown, key?: string) => call('POST', path, body, key);

async function keyFor(source: string, event_types: readonly string[]): Promise<{ key: string; key_id: string }> {
  const { json } = await post('/activity/keys', { name: source, source, permissions: ['write'], event_types });
  const made = JSON.stringify(json);
  const key = /ahk_[A-Za-z0-9]+_[A-Za-z0-9_-]{20,}/.exec(made)?.[0] ?? '';
  return { key, key_id: key.split('_')[1] ?? '' };
}

describe('refused events over REST', () => {
  test('are found, tried, repaired with the rights of their key, and settled', async () => {
    const { key } = await keyFor('lms', ['activity.learning.*']);
    const event_id = randomUUID();
    const given = { event_id, event_type: 'activity.learning.lesson_finshed', source_system: 'lms' };
    const sent = sentEventFixture(given);
    const refused = await post('/activity/events', sent, key);
    expect(refused).toMatchObject({ status: 422, json: { code: 'unknown_event_type' } });
    const id = String(refused.json['refused_id']);
    const page = await get('/activity/refused?state=open&source=lms&code=unknown_event_type');
    expect(page.json.items).toMatchObject([{ refused_id: id, state: 'open', surface: 'rest', format: 'event' }]);
    expect((await get('/activity/refused/groups')).json.items).toMatchObject([{ count: 1, sample_refused_id: id }]);
    expect(JSON.parse(String((await get(`/activity/refused/${id}`)).json['raw']))).toEqual(sent);

    const rename = [{ op: 'set', pointer: '/event_type', value: 'activity.learning.lesson_completed' }];
    const tried = await post(`/activity/refused/${id}/revalidate`, { operations: rename });
    expect(tried).toMatchObject({ status: 200, json: { ok: true, event_id, events: 1 } });
    const beyond = [{ op: 'set', pointer: '/event_type', value: 'activity.social.posted' }];
    expect((await post(`/activity/refused/${id}/resubmit`, { operations: beyond })).json).toMatchObject({
      status: 'refused',
      code: 'event_type_not_allowed',
    });
    const done = await post(`/activity/refused/${id}/resubmit`, { operations: rename });
    expect(done.json).toMatchObject({ status: 'resubmitted', event_id, repeated: false });
    expect((await get(`/activity/events/${event_id}`)).json).toMatchObject({ source_system: 'lms' });
    expect((await post(`/activity/refused/${id}/resubmit`, {})).json).toMatchObject({ repeated: true });
    const acts =
      await sql`select 1 from audit_entry where action = 'refused.resubmitted' and subject = ${`refused:${id}`}`;
    expect(acts).toHaveLength(1);
  });

  test('of a key that was revoked need an admin who says so', async () => {
    const { key, key_id } = await keyFor('club', ['activity.social.*']);
    const { json } = await post('/activity/events', { ...sentEventFixture(), source_system: 'club' }, key);
    const id = String(json['refused_id']);
    await post(`/activity/keys/${key_id}/revoke`, {});
    expect(await post(`/activity/refused/${id}/resubmit`, {})).toMatchObject({
      status: 409,
      json: { code: 'not_repairable', pointer: '/as_admin' },
    });
    expect((await post(`/activity/refused/${id}/resubmit`, { as_admin: true })).json).toMatchObject({
      status: 'resubmitted',
    });
  });

  test('of another format are repaired in it', async () => {
    const event = {
      specversion: '1.0',
      id: 'x-1',
      source: 'https://cases.example.org',
      type: 'nothing.known',
      data: {},
    };
    const answer = await fetch(`${hub.url}/activity/events`, {
      method: 'POST',
      headers: { ...asOperator, 'content-type': 'application/cloudevents+json' },
      body: JSON.stringify(event),
    });
    const { refused_id: id } = (await answer.json()) as { refused_id: string };
    expect((await get(`/activity/refused/${id}`)).json).toMatchObject({
      format: 'cloudevents',
      surface: 'cloudevents',
    });
    const operations = [
      { op: 'set', pointer: '/type', value: 'activity.learning.lesson_completed' },
      { op: 'set', pointer: '/data', value: { course_id: 'c', lesson_id: 'l' } },
    ];
    const done = await post(`/activity/refused/${id}/resubmit`, { operations });
    expect(done.json).toMatchObject({ status: 'resubmitted', duplicate: false });
    const recorded = (await get(`/activity/events/${String(done.json['event_id'])}`)).json;
    const kept = (await get(`/activity/refused/${id}`)).json;
    // It named no time: so it happened when it first came in, not when it was repaired.
    expect(recorded['timestamp']).toBe(kept['received_at']);
  });

  test('are estimated, repaired as a run and discarded', async () => {
    const sent = Array.from({ length: 3 }, () => sentEventFixture({ timestamp: 'never' }));
    expect((await post('/activity/events/batch', sent)).status).toBe(207);
    const plan = {
      filter: { code: 'invalid_timestamp' },
      operations: [{ op: 'set', pointer: '/timestamp', value: '2026-11-01T00:00:00Z' }],
    };
    expect((await post('/activity/refused/estimate', plan)).json).toMatchObject({
      total: 3,
      samples: [{ ok: true }, {}, {}],
    });
    const run = await post('/activity/refused/resubmit', plan);
    const path = `/activity/refused/runs/${String(run.json['run_id'])}`;
    await expect.poll(async () => (await get(path)).json['state']).toBe('finished');
    expect((await get(path)).json).toMatchObject({ total: 3, resubmitted: 3, refused_again: 0 });
    expect((await get('/activity/refused/runs')).json.items).toHaveLength(1);
    await post('/activity/events', '{"half');
    const discard = await post('/activity/refused/discard', { filter: {}, reason: 'Only a test.' });
    expect(discard.json).toMatchObject({ left: 0 });
  });

  test.each<[string, unknown, string]>([
    ['/activity/refused/discard', { reason: 'No selection.' }, '/filter'],
    ['/activity/refused/estimate', { refused_ids: [randomUUID()], filter: {} }, '/filter'],
    ['/activity/refused/resubmit', { refused_ids: [] }, '/refused_ids'],
    ['/activity/refused/resubmit', { filter: {}, operations: [{ op: 'eval', value: 1 }] }, '/operations/0/op'],
    [
      '/activity/refused/resubmit',
      { filter: {}, operations: [{ op: 'set', pointer: 'a', value: 1 }] },
      '/operations/0/pointer',
    ],
    ['/activity/refused/resubmit', { filter: { sorce: 'lms' } }, '/filter/sorce'],
  ])('%s with %j is refused at %s', async (path, body, pointer) => {
    expect(await post(path, body)).toMatchObject({ status: 422, json: { code: 'invalid_input', pointer } });
  });

  test('that nobody knows are not found', async () => {
    for (const path of [randomUUID(), `runs/${randomUUID()}`])
      expect(await get(`/activity/refused/${path}`)).toMatchObject({ status: 404, json: { code: 'not_found' } });
    expect(await post(`/activity/refused/${randomUUID()}/resubmit`, {})).toMatchObject({ status: 404 });
  });
});

describe('sources over REST', () => {
  test('are listed with what they sent', async () => {
    await expect
      .poll(async () => (await get('/activity/sources')).json.items?.find((source) => source['source'] === 'lms'))
      .toMatchObject({ refused_24h: expect.any(Number), unknown_types: 'refuse', silent: false });
    expect((await get('/activity/episodes?kind=source_silence')).json).toEqual({ items: [] });
  });
});
