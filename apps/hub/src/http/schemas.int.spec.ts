import { randomUUID } from 'node:crypto';
import { migrateClickhouse } from '@activity-hub/db/clickhouse/migrate';
import {
  createTestClickhouse,
  createTestDatabase,
  type TestClickhouse,
  type TestDatabase,
} from '@activity-hub/db/testing/test-servers';
import fc from 'fast-check';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readEnv } from '../env.ts';
import { type RunningHub, startHub } from '../hub.ts';
import { sentEventFixture } from '../ingest/testing/sent-event-fixture.ts';
import { asOperator, operatorKey } from '../testing/operator-key.ts';

interface Answer {
  readonly status: number;
  readonly json: Record<string, unknown>;
}

let database: TestDatabase;
let analytics: TestClickhouse;
let hub: RunningHub;

beforeAll(async () => {
  [database, analytics] = await Promise.all([createTestDatabase(), createTestClickhouse()]);
  await migrateClickhouse(analytics.url, analytics.database);
  const env = readEnv({
    DATABASE_URL: database.url,
    CLICKHOUSE_URL: analytics.url,
    HUB_PORT: '0',
    HUB_GRPC_PORT: '0',
    HUB_OPERATOR_KEY: operatorKey,
  });
  const logger = pino({ level: 'silent' });
  hub = await startHub({ roles: new Set(['ingest', 'query']), env, logger, version: '0.1.0' });
});

afterAll(async () => {
  await hub.stop();
  await Promise.all([database.drop(), analytics.drop()]);
});

async function send(
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = asOperator,
): Promise<Answer> {
  const response = await fetch(`${hub.url}${path}`, {
    method,
    headers: { ...headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  return { status: response.status, json: (await response.json()) as Record<string, unknown> };
}

const talk = '/activity/schemas/activity.club.talk';
const schema = { type: 'object', properties: { minutes: { type: 'number' } }, required: ['minutes'] };
const talkEvent = (more: object) =>
  sentEventFixture({ event_type: 'activity.club.talk', payload: { minutes: 2 }, ...more });

describe('the schema registry over HTTP', () => {
  it('is closed to whoever has no key', async () => {
    for (const [method, path] of [
      ['GET', '/activity/schemas'],
      ['GET', talk],
      ['POST', `${talk}/versions`],
      ['POST', `${talk}/check`],
      ['PATCH', talk],
      ['GET', '/activity/asyncapi.json'],
      ['POST', '/activity/events/validate'],
      ['PUT', '/activity/source-policies/crm'],
    ] as const) {
      const answer = await send(method, path, method === 'GET' ? undefined : {}, {});
      expect([path, answer.status]).toEqual([path, 401]);
    }
  });

  it('takes a new type and its events at once', async () => {
    expect(await send('POST', '/activity/events', talkEvent({}))).toMatchObject({
      status: 422,
      json: { code: 'unknown_event_type' },
    });
    const registered = await send('POST', `${talk}/versions`, { version: '1.0.0', schema, examples: [{ minutes: 5 }] });
    expect(registered).toMatchObject({ status: 200, json: { accepted: true, mode: 'backward' } });
    expect(await send('POST', '/activity/events', talkEvent({}))).toMatchObject({ status: 201 });
    expect(await send('POST', '/activity/events', talkEvent({ payload: {} }))).toMatchObject({
      status: 422,
      json: { code: 'invalid_payload', pointer: '/payload/minutes' },
    });
    expect(await send('POST', '/activity/events', talkEvent({ event_version: '1.1.0' }))).toMatchObject({
      status: 422,
      json: { code: 'unknown_event_version', pointer: '/event_version', detail: expect.stringContaining('1.0.0') },
    });
    const types = (await send('GET', '/activity/events/types')).json['items'] as readonly { event_type: string }[];
    expect(types.map((type) => type.event_type)).toContain('activity.club.talk');
  });

  it('shows an old event as a later version', async () => {
    const event = talkEvent({ event_id: randomUUID() });
    await send('POST', '/activity/events', event);
    const next = { ...schema, properties: { seconds: { type: 'number' } }, required: ['seconds'] };
    const refused = await send('POST', `${talk}/versions`, { version: '2.0.0', schema: next });
    expect(refused).toMatchObject({
      status: 409,
      json: {
        code: 'schema_incompatible',
        detail: expect.stringContaining('/seconds was unknown and is now required'),
      },
    });
    const upcaster = [
      { step: 'rename', path: '/minutes', name: 'seconds' },
      { step: 'multiply', path: '/seconds', by: 60 },
    ];
    const wrong = await send('POST', `${talk}/versions`, {
      version: '2.0.0',
      schema: next,
      upcaster: [{ step: 'execute' }],
    });
    expect(wrong).toMatchObject({ status: 422, json: { code: 'invalid_input' } });
    expect(await send('POST', `${talk}/versions`, { version: '2.0.0', schema: next, upcaster })).toMatchObject({
      status: 200,
    });
    const path = `/activity/events/${String(event['event_id'])}`;
    expect(await send('GET', path)).toMatchObject({ json: { event_version: '1.0.0', payload: { minutes: 2 } } });
    expect(await send('GET', `${path}?as_version=2.0.0`)).toMatchObject({
      json: { event_version: '2.0.0', payload: { seconds: 120 } },
    });
    expect(await send('GET', `${path}?as_version=9.0.0`)).toMatchObject({
      status: 422,
      json: { code: 'unknown_event_version' },
    });
    expect(await send('GET', `${talk}/compare?from=1.0.0&to=2.0.0`)).toMatchObject({
      status: 200,
      json: { backward: false },
    });
    expect(await send('GET', `${talk}/2.0.0.json`)).toMatchObject({ json: { required: ['seconds'] } });
    expect(await send('GET', `${talk}/example?seed=3`)).toMatchObject({ json: { event: { event_version: '2.0.0' } } });
    expect(await send('GET', '/activity/asyncapi.json')).toMatchObject({ json: { asyncapi: '3.0.0' } });
    expect(await send('GET', '/activity/schemas/export')).toMatchObject({ status: 200 });
  });

  it('keeps what a source may send unregistered, and marks it', async () => {
    expect(await send('PUT', '/activity/source-policies/crm', { unknown_types: 'keep' })).toMatchObject({
      status: 200,
    });
    const event = sentEventFixture({
      event_type: 'activity.crm.deal_won',
      source_system: 'crm',
      event_id: randomUUID(),
    });
    expect(await send('POST', '/activity/events', event)).toMatchObject({ status: 201 });
    const kept = await send('GET', `/activity/events/${String(event['event_id'])}`);
    expect(kept).toMatchObject({ json: { context: { unvalidated: true } } });
    expect(await send('PUT', '/activity/source-policies/crm', { unknown_types: 'maybe' })).toMatchObject({
      status: 422,
    });
  });

  it('records events of a type that has a successor as that', async () => {
    await send('POST', '/activity/schemas/club.speech/versions', { version: '1.0.0', schema });
    const moved = await send('POST', '/activity/schemas/club.speech/deprecate', { successor: 'club.talk' });
    expect(moved).toMatchObject({ status: 200, json: { status: 'deprecated', successor: 'activity.club.talk' } });
    const event = talkEvent({ event_type: 'club.speech', event_id: randomUUID() });
    expect(await send('POST', '/activity/events', event)).toMatchObject({ status: 201 });
    expect(await send('GET', `/activity/events/${String(event['event_id'])}`)).toMatchObject({
      json: { event_type: 'activity.club.talk', context: { redirected_from: 'activity.club.speech' } },
    });
  });
});

describe('POST /activity/events/validate', () => {
  const path = '/activity/events/validate';

  it('gives the verdicts of publishing without publishing', async () => {
    const good = talkEvent({ event_id: randomUUID() });
    const answer = await send('POST', path, [good, talkEvent({ payload: { minutes: 'x' } }), 5]);
    expect(answer).toMatchObject({
      status: 200,
      json: {
        valid: 1,
        refused: 2,
        items: [
          { status: 'valid', event_type: 'activity.club.talk', event_version: '1.0.0' },
          { status: 'refused', code: 'invalid_payload', pointer: '/1/payload/minutes' },
          { status: 'refused', code: 'not_an_object', pointer: '/2' },
        ],
      },
    });
    expect(await send('GET', `/activity/events/${String(good['event_id'])}`)).toMatchObject({ status: 404 });
    expect(await send('POST', path, { events: [good] })).toMatchObject({ json: { valid: 1 } });
    expect(await send('POST', path, good)).toMatchObject({ json: { valid: 1 } });
  });

  it.each([
    ['nothing', '', 'empty_body'],
    ['no JSON', '{"event_id":', 'malformed_json'],
    ['a key twice', JSON.stringify(sentEventFixture()).replace('{', '{"event_id":"a",'), 'duplicate_key'],
  ])('tells what is wrong with %s', async (_name, body, code) => {
    expect(await send('POST', path, body)).toMatchObject({ status: 200, json: { valid: 0, items: [{ code }] } });
  });
});

describe('bad input', () => {
  it('refuses schema bombs in time', async () => {
    const deep = `${'{"not":'.repeat(400)}{}${'}'.repeat(400)}`;
    const bombs = [
      `{"version":"1.0.0","schema":${deep}}`,
      { version: '1.0.0', schema: { pattern: '(a*)*\\1' } },
      { version: '1.0.0', schema: { $ref: 'http://127.0.0.1:9/' } },
      { version: '1.0.0', schema: { description: 'x'.repeat(70_000) } },
      { version: '1.0.0', schema: { properties: { a: { $ref: '#' } } } },
    ];
    for (const bomb of bombs) {
      const begin = performance.now();
      const answer = await send('POST', '/activity/schemas/club.bomb/versions', bomb);
      expect(answer).toMatchObject({ status: 422, json: { code: 'schema_refused' } });
      expect(performance.now() - begin).toBeLessThan(3_000);
    }
    const large = { version: '1.0.0', schema: { description: 'x'.repeat(9_000_000) } };
    expect((await send('POST', '/activity/schemas/club.bomb/versions', large)).status).toBe(413);
  });

  it('never fails, whatever is sent', async () => {
    const words = fc.constantFrom(
      'type',
      'properties',
      'anyOf',
      '$ref',
      'pattern',
      'enum',
      'items',
      'required',
      'if',
      '$defs',
      'const',
      'x-a',
    );
    const values = fc.oneof(
      fc.constantFrom('string', 'object', '#', '#/$defs/a', '^a$', '(?=x)', true, null, -1),
      fc.jsonValue({ maxDepth: 3 }),
    );
    const schemas = fc.oneof(
      fc.dictionary(words, fc.oneof(values, fc.dictionary(words, values), fc.array(fc.dictionary(words, values)))),
      fc.jsonValue(),
    );
    const bodies = fc.record(
      {
        version: fc.oneof(fc.constant('1.0.0'), fc.string()),
        schema: schemas,
        examples: fc.array(fc.jsonValue()),
        upcaster: fc.jsonValue(),
        payload: fc.jsonValue(),
        title: fc.jsonValue(),
      },
      { requiredKeys: ['schema'] },
    );
    await fc.assert(
      fc.asyncProperty(bodies, fc.constantFrom('versions', 'check', 'try', 'deprecate'), async (body, act) => {
        const { status } = await send('POST', `/activity/schemas/club.fuzz/${act}`, body);
        expect(status).toBeLessThan(500);
      }),
      { numRuns: 300 },
    );
  }, 60_000);
});
