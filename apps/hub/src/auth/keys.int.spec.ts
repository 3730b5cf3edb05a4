import { randomUUID } from 'node:crypto';
import { request } from 'node:http';
import { Writable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import type { ApiKey, KeyPage, MadeKey, NewKey, RotatedKey } from '@activity-hub/contracts/access/api-key';
import type { Problem } from '@activity-hub/contracts/errors';
import { migrateClickhouse } from '@activity-hub/db/clickhouse/migrate';
import { connectPostgres, type Sql } from '@activity-hub/db/postgres/client';
import {
  createTestClickhouse,
  createTestDatabase,
  type TestClickhouse,
  type TestDatabase,
} from '@activity-hub/db/testing/test-servers';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readEnv } from '../env.ts';
import { type RunningHub, startHub } from '../hub.ts';
import { sentEventFixture } from '../ingest/testing/sent-event-fixture.ts';
import { operatorKey } from '../testing/operator-key.ts';
import { keyTextOf, parseKey, randomKey } from './key-text.ts';

let database: TestDatabase;
let analytics: TestClickhouse;
let sql: Sql;
let hub: RunningHub;
let logged = '';
const secrets: string[] = [operatorKey];

async function startOne(): Promise<RunningHub> {
  const log = new Writable({
    write(chunk: Buffer, _encoding, done) {
      logged += chunk.toString('utf8');
      done();
    },
  });
  const env = readEnv({
    DATABASE_URL: database.url,
    CLICKHOUSE_URL: analytics.url,
    HUB_PORT: '0',
    HUB_GRPC_PORT: '0',
    HUB_OPERATOR_KEY: operatorKey,
  });
  const roles = new Set(['ingest', 'query'] as const);
  return await startHub({ roles, env, logger: pino({ level: 'trace' }, log), version: '0.1.0' });
}

beforeAll(async () => {
  [database, analytics] = await Promise.all([createTestDatabase(), createTestClickhouse()]);
  await migrateClickhouse(analytics.url);
  sql = connectPostgres(database.url, { max: 2 });
  hub = await startOne();
});

afterAll(async () => {
  await hub?.stop();
  await sql?.end();
  await Promise.all([database?.drop(), analytics?.drop()]);
});

interface Answer<Body> {
  readonly status: number;
  readonly body: Body;
  readonly headers: Headers;
}

async function call<Body = Problem>(
  method: string,
  path: string,
  options: {
    readonly key?: string;
    readonly body?: unknown;
    readonly headers?: Record<string, string>;
    at?: RunningHub;
  } = {},
): Promise<Answer<Body>> {
  const { key = operatorKey, body, headers = {}, at = hub } = options;
  const response = await fetch(`${at.url}${path}`, {
    method,
    headers: {
      ...(key === '' ? {} : { authorization: `Bearer ${key}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  const parsed = response.headers.get('content-type')?.includes('json') ? JSON.parse(text) : text;
  return { status: response.status, body: parsed as Body, headers: response.headers };
}

async function make(over: Partial<NewKey> = {}): Promise<MadeKey> {
  const wanted = { name: 'lms', source: 'lms', permissions: ['write'], ...over };
  const { status, body } = await call<MadeKey>('POST', '/activity/keys', { body: wanted });
  expect(status, JSON.stringify(body)).toBe(200);
  secrets.push(body.secret);
  return body;
}

const lesson = () => ({
  ...sentEventFixture(),
  event_id: randomUUID(),
  event_type: 'activity.learning.completed',
  source_system: 'lms',
});

const publish = (key: string, events = 1, at = hub) =>
  call('POST', '/activity/events/batch', { key, body: Array.from({ length: events }, lesson), at });

describe('a key', () => {
  it('is made, used, rotated and revoked', async () => {
    const { key, secret } = await make({ event_types: ['learning.*'] });
    expect(key).toMatchObject({ state: 'active', event_types: ['activity.learning.*'], last_used_at: null });
    expect(secret.startsWith(`${key.prefix}_`)).toBe(true);
    expect((await publish(secret, 3)).status).toBe(200);
    await expect
      .poll(async () => (await call<ApiKey>('GET', `/activity/keys/${key.key_id}`)).body, { timeout: 5_000 })
      .toMatchObject({ events_today: 3, last_used_at: expect.any(String), last_used_address: '127.0.0.1' });

    const rotated = await call<RotatedKey>('POST', `/activity/keys/${key.key_id}/rotate`, {
      body: { overlap_seconds: 3_600 },
    });
    secrets.push(rotated.body.secret);
    expect(rotated.body).toMatchObject({
      key: { rotated_from: key.key_id, name: 'lms', source: 'lms' },
      previous: { state: 'ending', rotated_to: rotated.body.key.key_id },
    });
    expect([(await publish(secret)).status, (await publish(rotated.body.secret)).status]).toEqual([200, 200]);
    const again = await call('POST', `/activity/keys/${key.key_id}/rotate`, { body: {} });
    expect([again.status, again.body.code]).toEqual([409, 'already_exists']);

    expect((await call<ApiKey>('POST', `/activity/keys/${key.key_id}/revoke`)).body.state).toBe('revoked');
    const revokedAt = performance.now();
    await expect.poll(async () => (await publish(secret)).body.code, { interval: 20 }).toBe('key_revoked');
    expect(performance.now() - revokedAt).toBeLessThan(1_000);
    expect((await publish(rotated.body.secret)).status).toBe(200);
  });

  it('that was revoked stops on another hub within a second too, and by SQL as well', async () => {
    const other = await startOne();
    try {
      const { key, secret } = await make();
      expect((await publish(secret, 1, other)).status).toBe(200);
      await sql`update api_key set revoked_at = now() where key_id = ${key.key_id}`;
      const revokedAt = performance.now();
      await expect.poll(async () => (await publish(secret, 1, other)).status, { interval: 20 }).toBe(401);
      expect(performance.now() - revokedAt).toBeLessThan(1_000);
    } finally {
      await other.stop();
    }
  });

  it('ends with its overlap, or at the end it was made with', async () => {
    const { key, secret } = await make();
    const { body } = await call<RotatedKey>('POST', `/activity/keys/${key.key_id}/rotate`, {
      body: { overlap_seconds: 0 },
    });
    secrets.push(body.secret);
    await expect.poll(async () => (await publish(secret)).body.code).toBe('key_expired');
    const soon = new Date(Date.now() + 1_500).toISOString();
    const short = await make({ expires_at: soon });
    expect((await publish(short.secret)).status).toBe(200);
    await expect.poll(async () => (await publish(short.secret)).body.code, { timeout: 5_000 }).toBe('key_expired');
    const past = await call('PATCH', `/activity/keys/${short.key.key_id}`, {
      body: { expires_at: '2020-01-01T00:00:00.000Z' },
    });
    expect([past.status, past.body.code, past.body.pointer]).toEqual([422, 'invalid_input', '/expires_at']);
    const later = { expires_at: new Date(Date.now() + 60_000).toISOString() };
    await call('PATCH', `/activity/keys/${short.key.key_id}`, { body: later });
    await expect.poll(async () => (await publish(short.secret)).status).toBe(200);
  });

  it('may do what it was made for and nothing else', async () => {
    const writer = (await make()).secret;
    const reader = (await make({ name: 'report', source: null, permissions: ['read'] })).secret;
    const asked: readonly (readonly [string, string])[] = [
      ['GET', '/activity/stats'],
      ['GET', '/activity/keys'],
      ['GET', '/activity/metrics'],
      ['POST', '/activity/events/batch'],
    ];
    const statuses = (key: string) =>
      Promise.all(
        asked.map(async ([method, path]) => {
          const body = method === 'POST' ? [lesson()] : undefined;
          return (await call(method, path, { key, body })).status;
        }),
      );
    expect(await statuses(writer)).toEqual([403, 403, 403, 200]);
    expect(await statuses(reader)).toEqual([200, 403, 200, 403]);
    expect(await statuses(operatorKey)).toEqual([200, 200, 200, 200]);
    expect(await statuses('')).toEqual([401, 401, 401, 401]);
  });

  it('publishes as its source, and the types of its scope', async () => {
    const { secret } = await make({ event_types: ['learning.*'] });
    const stranger = { ...lesson(), source_system: 'crm' };
    const other = { ...lesson(), event_type: 'activity.social.posted' };
    const { body } = await call<{ items: readonly { code?: string }[] }>('POST', '/activity/events/batch', {
      key: secret,
      body: [stranger, other],
    });
    expect(body.items.map((item) => item.code)).toEqual(['source_not_allowed', 'event_type_not_allowed']);
  });
});

describe('credentials', () => {
  it('are taken in each form that producers know', async () => {
    const { secret } = await make();
    const basic = (user: string, password: string) => `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
    const forms: Record<string, string>[] = [
      { authorization: `Bearer ${secret}` },
      { 'x-api-key': secret },
      { authorization: basic(secret, '') },
      { authorization: basic('xapi', secret) },
    ];
    for (const headers of forms) {
      const answer = await call('POST', '/activity/events/batch', { key: '', headers, body: [lesson()] });
      expect(answer.status, Object.keys(headers)[0]).toBe(200);
    }
  });

  it('that are wrong are never taken for none, in REST and in tRPC', async () => {
    const { key } = await make();
    const made = { ...randomKey(), keyId: key.key_id };
    const wrong = [keyTextOf(randomKey()), keyTextOf(made), 'nonsense', `${operatorKey}x`];
    for (const sent of wrong) {
      const answers = [
        await call('GET', '/activity/stats', { key: sent }),
        await call('GET', '/activity/metrics', { key: sent }),
        await call('POST', '/activity/events', { key: sent, body: lesson() }),
      ];
      for (const { status, body, headers } of answers) {
        expect([status, body.code]).toEqual([401, 'unauthenticated']);
        expect(headers.get('www-authenticate')).toContain('Bearer');
      }
      const trpc = await call<{ error: { data: { problem: Problem } } }>('GET', '/trpc/system.stats', { key: sent });
      expect([trpc.status, trpc.body.error.data.problem.code]).toEqual([401, 'unauthenticated']);
    }
    expect((await call('GET', '/activity/health/ready', { key: 'nonsense' })).status).toBe(200);
    expect((await call('GET', '/activity/openapi.json', { key: '' })).status).toBe(200);
  });

  it('that are guessed are stopped for their address, and nobody who is known with them', async () => {
    const from = (key: string) => rawStatus('127.0.0.77', key);
    const guesses = await Promise.all(Array.from({ length: 60 }, () => from(keyTextOf(randomKey()))));
    expect(guesses.filter(({ status }) => status === 401)).toHaveLength(30);
    const stopped = guesses.find(({ status }) => status === 429);
    expect(Number(stopped?.retryAfter)).toBeGreaterThan(0);
    expect((await from(operatorKey)).status).toBe(200);
  });
});

/** Asks from one of the many addresses of this machine. */
function rawStatus(localAddress: string, key: string): Promise<{ status: number; retryAfter: string | undefined }> {
  return new Promise((resolve, reject) => {
    const headers = { authorization: `Bearer ${key}` };
    const asking = request(`${hub.url}/activity/metrics`, { localAddress, headers, agent: false }, (answer) => {
      answer.resume();
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, retryAfter: answer.headers['retry-after'] }));
    });
    asking.on('error', reject);
    asking.end();
  });
}

describe('limits', () => {
  it('stop a key at its quota with 429 and the time until midnight', async () => {
    const { key, secret } = await make({ limits: { events_per_day: 10 } });
    expect((await publish(secret, 10)).status).toBe(200);
    const { status, body, headers } = await publish(secret, 1);
    expect([status, body.code]).toEqual([429, 'quota_exceeded']);
    const untilMidnight = (86_400_000 - (Date.now() % 86_400_000)) / 1_000;
    expect(Math.abs(Number(headers.get('retry-after')) - untilMidnight)).toBeLessThan(60);
    await expect
      .poll(async () => (await sql`select events from key_usage where key_id = ${key.key_id}`)[0]?.['events'])
      .toBe(10);
    const other = await startOne();
    expect((await publish(secret, 1, other)).status).toBe(429);
    await other.stop();
    await call('PATCH', `/activity/keys/${key.key_id}`, { body: { limits: { events_per_day: null } } });
    await expect.poll(async () => (await publish(secret, 1)).status).toBe(200);
  });

  it('let the burst through and then the rate', async () => {
    const { secret } = await make({ limits: { events_per_second: 2, burst: 4 } });
    expect((await publish(secret, 4)).status).toBe(200);
    const { status, headers } = await publish(secret, 1);
    expect(status).toBe(429);
    await pause(Number(headers.get('retry-after')) * 1_000);
    expect((await publish(secret, 4)).status).toBe(200);
    expect((await publish(secret, 5)).body.code).toBe('batch_too_large');
  });

  it('refuse a key that is used from too many places, go on in the known ones, and audit it once', async () => {
    const { key, secret } = await make({ permissions: ['read'], limits: { addresses_per_hour: 3 } });
    const statuses: number[] = [];
    for (let n = 1; n <= 6; n++) statuses.push((await rawStatus(`127.0.1.${n}`, secret)).status);
    expect(statuses).toEqual([200, 200, 200, 403, 403, 403]);
    expect((await rawStatus('127.0.1.1', secret)).status).toBe(200);
    const entries = () => sql`select action, after from audit_entry
      where subject = ${`key:${key.key_id}`} and action = 'key.refused'`;
    await expect.poll(entries).toHaveLength(1);
    expect(await entries()).toEqual([
      { action: 'key.refused', after: { reason: 'too_many_addresses', limit: 3, address: '127.0.1.4' } },
    ]);
  });
});

describe('the administration of keys', () => {
  it('is audited with who and what, and without a secret', async () => {
    const { key, secret } = await make();
    await call('PATCH', `/activity/keys/${key.key_id}`, { body: { name: 'learning platform' } });
    await call('POST', `/activity/keys/${key.key_id}/revoke`, { body: {} });
    const entries = await sql`select actor_name, action, before, after from audit_entry
      where subject = ${`key:${key.key_id}`} order by at, audit_id`;
    expect(entries.map((entry) => [entry['actor_name'], entry['action']])).toEqual([
      ['operator', 'key.made'],
      ['operator', 'key.changed'],
      ['operator', 'key.revoked'],
    ]);
    expect(entries[1]).toMatchObject({ before: { name: 'lms' }, after: { name: 'learning platform' } });
    const kept = JSON.stringify(entries);
    expect(kept).not.toContain(parseKey(secret)?.secret);
    expect(kept).not.toContain('digest');
  });

  it('lists page by page and says what is not there', async () => {
    for (let n = 0; n < 3; n++) await make({ source: 'paged' });
    const first = await call<KeyPage>('GET', '/activity/keys?source=paged&limit=2');
    const cursor = encodeURIComponent(first.body.next_cursor ?? '');
    const second = await call<KeyPage>('GET', `/activity/keys?source=paged&limit=2&cursor=${cursor}`);
    const ids = [...first.body.items, ...second.body.items].map((key) => key.key_id);
    expect([new Set(ids).size, second.body.next_cursor]).toEqual([3, null]);
    expect((await call('GET', '/activity/keys?cursor=xyz')).body.code).toBe('invalid_cursor');
    expect((await call('GET', '/activity/keys/000000000000')).body.code).toBe('not_found');
    expect((await call('GET', '/activity/keys/short')).status).toBe(400);
  });

  it.each([
    ['no permission', { permissions: [] }],
    ['a permission there is not', { permissions: ['fly'] }],
    ['a pattern that is none', { event_types: ['activity.**.x'] }],
    ['a source that is none', { source: 'LMS!' }],
    ['a name of control characters', { name: 'a\u0000b' }],
    ['an empty name', { name: '  ' }],
    ['a limit below one', { limits: { events_per_day: 0 } }],
    ['an end that is no time', { expires_at: 'tomorrow' }],
    ['a field there is not', { secret: 'mine' }],
  ])('refuses %s with the place', async (_name, over) => {
    const { status, body } = await call('POST', '/activity/keys', {
      body: { name: 'lms', permissions: ['write'], ...over },
    });
    expect([400, 422]).toContain(status);
    expect(body.pointer).toMatch(/^\//);
  });
});

it('writes no secret into the log', () => {
  expect(logged).toContain('http.answered');
  for (const secret of secrets) expect(logged).not.toContain(parseKey(secret)?.secret ?? secret);
});
