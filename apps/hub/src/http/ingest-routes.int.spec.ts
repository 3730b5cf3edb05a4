import { gzipSync } from 'node:zlib';
import type { BatchAnswer, Verdict } from '@activity-hub/contracts/receipt';
import { connectPostgres, type Sql } from '@activity-hub/db/postgres/client';
import { createTestDatabase, type TestDatabase } from '@activity-hub/db/testing/test-servers';
import fc from 'fast-check';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readEnv } from '../env.ts';
import { type RunningHub, startHub } from '../hub.ts';
import { sentEventFixture } from '../ingest/testing/sent-event-fixture.ts';
import { answerUntilClosed, openSocket, requestHead } from '../testing/raw-request.ts';

type Body = string | Uint8Array<ArrayBuffer>;
interface Answer {
  readonly status: number;
  readonly type: string;
  readonly json: Record<string, unknown>;
}

let database: TestDatabase;
let hub: RunningHub;
let sql: Sql;
const shortTimeoutMs = 400;

beforeAll(async () => {
  database = await createTestDatabase();
  sql = connectPostgres(database.url, { max: 2 });
  const env = readEnv({ DATABASE_URL: database.url, HUB_PORT: '0' });
  const logger = pino({ level: 'silent' });
  hub = await startHub({ roles: new Set(['ingest']), env, logger, version: '0.1.0', bodyTimeoutMs: shortTimeoutMs });
});

afterAll(async () => {
  await hub.stop();
  await sql.end();
  await database.drop();
});

async function post(path: string, body: Body, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
  const response = await fetch(`${hub.url}${path}`, {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/json', ...headers },
  });
  const type = response.headers.get('content-type') ?? '';
  const text = await response.text();
  return { status: response.status, type, json: type.includes('ndjson') ? { text } : JSON.parse(text) };
}

const single = (body: Body): Promise<Answer> => post('/activity/events', body);
const eventText = (given: Readonly<Record<string, unknown>> = {}): string => JSON.stringify(sentEventFixture(given));
const batchAnswer = (answer: Answer): BatchAnswer => answer.json as unknown as BatchAnswer;

async function lines(body: Body, headers: Readonly<Record<string, string>> = {}, query = '') {
  const answer = await post(`/activity/events/batch${query}`, body, {
    'content-type': 'application/x-ndjson',
    ...headers,
  });
  const text = String(answer.json['text']).trim();
  return text.split('\n').map((line) => JSON.parse(line) as Record<string, unknown>);
}

async function isStored(eventId: unknown): Promise<boolean> {
  const rows = await sql`select 1 from event where event_id = ${String(eventId)}`;
  return rows.length === 1;
}

describe('one event', () => {
  it('is durable when it is accepted, answers a repeat with the first receipt, and refuses other content', async () => {
    const event = sentEventFixture();
    const first = await single(JSON.stringify(event));
    expect([first.status, first.json]).toMatchObject([201, { status: 'accepted', duplicate: false }]);
    expect(await isStored(event['event_id'])).toBe(true);
    const repeat = await single(JSON.stringify({ ...event, timestamp: '2026-06-01T13:00:00+03:00' }));
    expect([repeat.status, repeat.json]).toMatchObject([200, { status: 'duplicate', receipt: first.json['receipt'] }]);
    const conflict = await single(JSON.stringify({ ...event, payload: { lesson_id: 'other' } }));
    expect(conflict).toMatchObject({ status: 409, type: expect.stringContaining('application/problem+json') });
    expect(conflict.json).toMatchObject({
      code: 'event_id_conflict',
      kept_digest: expect.any(String),
      sent_digest: expect.any(String),
    });
    const foreign = await single(JSON.stringify({ ...event, source_system: 'crm' }));
    expect(foreign.json).not.toHaveProperty('kept_digest');
  });

  it('may come compressed', async () => {
    expect((await post('/activity/events', gzipSync(eventText()), { 'content-encoding': 'gzip' })).status).toBe(201);
  });

  it('counts once in the metrics however often it is sent', async () => {
    const metrics = await (await fetch(`${hub.url}/activity/metrics`)).text();
    expect(metrics).toMatch(/hub_ingest_events_total\{outcome="accepted"\} \d+/);
    expect(metrics).toMatch(/hub_commit_duration_seconds_count \d+/);
    expect(metrics).toContain('hub_ingest_queue_events 0');
  });
});

const deep = (depth: number): string => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;
const withPayload = (payload: string): string =>
  eventText({ payload: 0 }).replace('"payload":0', `"payload":${payload}`);
const invalidUtf8 = Buffer.concat([Buffer.from('{"payload":"'), Buffer.from([0xff, 0xc3]), Buffer.from('"}')]);

const badEvents: readonly (readonly [string, Body, number, string, string])[] = [
  ['malformed JSON', '{"event_id":', 400, 'malformed_json', '/event_id'],
  ['an empty body', '', 400, 'empty_body', ''],
  ['invalid UTF-8', invalidUtf8, 400, 'invalid_utf8', ''],
  ['a NUL character', withPayload('{"lesson_id":"a\\u0000b"}'), 400, 'nul_character', '/payload/lesson_id'],
  ['half of a surrogate pair', withPayload('{"lesson_id":"\\ud800"}'), 400, 'lone_surrogate', '/payload/lesson_id'],
  ['a key twice', withPayload('{"lesson_id":"a","lesson_id":"b"}'), 400, 'duplicate_key', '/payload/lesson_id'],
  ['a __proto__ key', withPayload('{"__proto__":{"admin":true}}'), 400, 'forbidden_key', '/payload/__proto__'],
  [
    'constructor.prototype',
    withPayload('{"constructor":{"prototype":{}}}'),
    400,
    'forbidden_key',
    '/payload/constructor/prototype',
  ],
  [
    'an integer beyond 2^53',
    withPayload('{"lesson_id":"l","n":9007199254740993}'),
    400,
    'number_out_of_range',
    '/payload/n',
  ],
  ['a number beyond a double', withPayload('{"lesson_id":"l","n":1e999}'), 400, 'number_out_of_range', '/payload/n'],
  ['deep nesting', withPayload(`{"lesson_id":"l","deep":${deep(100)}}`), 400, 'too_deep', '/payload'],
  ['absurd nesting', '['.repeat(1_000_000), 400, 'too_deep', ''],
  ['an array', `[${eventText()}]`, 400, 'not_an_object', ''],
  ['a wrong type', eventText({ user_id: 17 }), 422, 'invalid_event', '/user_id'],
  [
    'a wrong type in the payload',
    eventText({ payload: { lesson_id: 17 } }),
    422,
    'invalid_payload',
    '/payload/lesson_id',
  ],
  ['an unknown field', eventText({ color: 'red' }), 422, 'unknown_field', '/color'],
  ['an unknown type', eventText({ event_type: 'learning.exploded' }), 422, 'unknown_event_type', '/event_type'],
  ['a reserved type', eventText({ event_type: 'streak.started' }), 422, 'reserved_event_type', '/event_type'],
  ['a future time', eventText({ timestamp: '2999-01-01T00:00:00Z' }), 422, 'timestamp_in_future', '/timestamp'],
  [
    'a time before the ecosystem',
    eventText({ timestamp: '1970-01-01T00:00:00Z' }),
    422,
    'timestamp_too_old',
    '/timestamp',
  ],
  ['an impossible date', eventText({ timestamp: '2026-02-31T00:00:00Z' }), 422, 'invalid_timestamp', '/timestamp'],
  [
    'an unknown zone',
    eventText({ metadata: { time_zone: 'Mars/Olympus' } }),
    422,
    'invalid_time_zone',
    '/metadata/time_zone',
  ],
  [
    '300 kB in one event',
    eventText({ payload: { lesson_id: 'l', text: 'x'.repeat(300_000) } }),
    413,
    'event_too_large',
    '',
  ],
];

describe('bad input', () => {
  it.each(badEvents)('%s is a clear refusal that is kept', async (_name, body, status, code, pointer) => {
    const answer = await single(body);
    expect(answer).toMatchObject({
      status,
      type: expect.stringContaining('application/problem+json'),
      json: { code, pointer },
    });
    expect(String(answer.json['detail']).length).toBeGreaterThan(10);
    const [kept] = await sql`select code, pointer, raw, raw_bytes, raw_truncated from refused_event
      where refused_id = ${String(answer.json['refused_id'])}`;
    const sent = Buffer.from(body);
    const isCut = sent.length > 256 * 1024;
    expect(kept).toMatchObject({ code, pointer, raw_bytes: sent.length, raw_truncated: isCut });
    expect(Buffer.from(kept?.['raw']).equals(sent.subarray(0, 256 * 1024))).toBe(true);
  });

  it('in a batch refuses the guilty events and stores the good ones', async () => {
    const inBatch = badEvents.filter(([name]) => !['malformed JSON', 'an empty body', 'absurd nesting'].includes(name));
    const good = inBatch.map(() => sentEventFixture());
    const parts = inBatch.flatMap(([, bad], index) => [
      Buffer.from(bad),
      Buffer.from(','),
      Buffer.from(JSON.stringify(good[index])),
      Buffer.from(','),
    ]);
    const body = Buffer.concat([Buffer.from('{"events":['), ...parts.slice(0, -1), Buffer.from(']}')]);
    const answer = await post('/activity/events/batch', body);
    expect(answer.status).toBe(207);
    expect(batchAnswer(answer)).toMatchObject({
      accepted: good.length,
      refused: inBatch.length,
      conflicts: 0,
      duplicates: 0,
    });
    const verdicts: readonly Verdict[] = batchAnswer(answer).items;
    inBatch.forEach(([, bad, , code, pointer], index) => {
      expect(verdicts[index * 2]).toMatchObject({ status: 'refused', code, pointer: `/events/${index * 2}${pointer}` });
      expect(verdicts[index * 2 + 1]).toMatchObject({ status: 'accepted' });
      expect(Buffer.from(bad).length).toBeGreaterThan(0);
    });
    expect((await Promise.all(good.map((event) => isStored(event['event_id'])))).every(Boolean)).toBe(true);
  });

  it.each([
    ['no batch', '{"events":{}}', 400, 'not_a_batch'],
    ['no JSON', '[{]', 400, 'malformed_json'],
    ['5,001 events', `[${'1,'.repeat(5_000)}1]`, 413, 'batch_too_large'],
    ['10 MB', 'x'.repeat(10_000_000), 413, 'body_too_large'],
  ])('that spoils the whole batch is told once: %s', async (_name, body, status, code) => {
    expect(await post('/activity/events/batch', body)).toMatchObject({ status, json: { code } });
  });

  it('tells a compressed bomb by its inflated size', async () => {
    const bomb = gzipSync(Buffer.alloc(20_000_000, ' '));
    expect(await post('/activity/events/batch', bomb, { 'content-encoding': 'gzip' })).toMatchObject({ status: 413 });
  });

  it.each([
    ['gzip', 'malformed_json', 400],
    ['br', 'unsupported_media_type', 415],
  ])('refuses a body that is not %s although it says so', async (encoding, code, status) => {
    expect(await post('/activity/events', eventText(), { 'content-encoding': encoding })).toMatchObject({
      status,
      json: { code },
    });
  });

  it.each([
    [{ 'content-type': 'text/plain' }, 415, 'unsupported_media_type'],
    [{ 'content-type': 'application/x-ndjson' }, 415, 'unsupported_media_type'],
    [{ origin: 'https://evil.example' }, 403, 'host_not_allowed'],
  ])('refuses a request with %j', async (headers, status, code) => {
    expect(await post('/activity/events', eventText(), headers)).toMatchObject({ status, json: { code } });
  });

  it('refuses paths and methods that do not exist', async () => {
    expect(await post('/activity/nothing', '{}')).toMatchObject({ status: 404, json: { code: 'not_found' } });
    const response = await fetch(`${hub.url}/activity/events`, { method: 'DELETE' });
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST']);
    expect(await response.json()).toMatchObject({
      code: 'method_not_allowed',
      request_id: response.headers.get('x-request-id'),
    });
  });
});

describe('a broken connection', () => {
  const json = { 'Content-Type': 'application/json' };

  it('gets an answer when the body stops half-way and the line stays open', async () => {
    const socket = await openSocket(hub.url);
    const answer = answerUntilClosed(socket);
    socket.write(`${requestHead('/activity/events', { ...json, 'Content-Length': 500 })}{"event_id":`);
    expect(await answer).toMatch(/^HTTP\/1\.1 408 [\s\S]*"code":"request_timeout"/);
  });

  it('gets an answer when a stream falls silent', async () => {
    const socket = await openSocket(hub.url);
    const answer = answerUntilClosed(socket);
    const head = requestHead('/activity/events/batch', {
      'Content-Type': 'application/x-ndjson',
      'Transfer-Encoding': 'chunked',
    });
    socket.write(`${head}5\r\n{"a":\r\n`);
    expect(await answer).toMatch(/^HTTP\/1\.1 408 [\s\S]*"code":"request_timeout"/);
  });

  it('gets the last word when a stream falls silent after its first answer', async () => {
    const socket = await openSocket(hub.url);
    const answer = answerUntilClosed(socket);
    const headers = { 'Content-Type': 'application/x-ndjson', 'Content-Length': 500 };
    socket.write(`${requestHead('/activity/events/batch', headers)}[]\n{"half":`);
    expect(await answer).toMatch(
      /^HTTP\/1\.1 200 [\s\S]*"not_an_object"[\s\S]*"error":\{[\s\S]*"code":"request_timeout"/,
    );
  });

  it.each([
    ['a body', '/activity/events', 'application/json'],
    ['a stream', '/activity/events/batch', 'application/x-ndjson'],
  ])('ends when the sender of %s hangs up', async (_name, path, type) => {
    const socket = await openSocket(hub.url);
    const answer = answerUntilClosed(socket);
    socket.end(`${requestHead(path, { 'Content-Type': type, 'Content-Length': 500 })}{"event_id":`);
    expect(await answer).not.toMatch(/^HTTP\/1\.1 [25]/);
  });

  it('ends when the sender of a stream is cut off, and keeps what had arrived whole', async () => {
    const event = sentEventFixture();
    const socket = await openSocket(hub.url);
    const ended = answerUntilClosed(socket);
    const head = requestHead('/activity/events/batch', {
      'Content-Type': 'application/x-ndjson',
      'Content-Length': 100_000,
    });
    socket.write(`${head}${JSON.stringify(event)}\n{"half":`);
    await expect.poll(() => isStored(event['event_id'])).toBe(true);
    socket.resetAndDestroy();
    await ended;
  });

  it.each([
    ['nonsense', 'NONSENSE\r\n\r\n', 400],
    ['a foreign host', 'GET /activity/health HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n', 403],
    ['endless headers', `GET / HTTP/1.1\r\nHost: localhost\r\nX: ${'x'.repeat(100_000)}\r\n\r\n`, 400],
    ['two lengths', `${requestHead('/activity/events', { ...json, 'Content-Length': '5, 6' })}{}`, 400],
  ])('of %s is answered and closed', async (_name, text, status) => {
    const socket = await openSocket(hub.url);
    const answer = answerUntilClosed(socket);
    socket.write(text);
    expect(await answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} [\\s\\S]*application/problem\\+json`));
  });
});

describe('a stream of lines', () => {
  it('stores every good line and tells every bad one', async () => {
    const good = Array.from({ length: 1_200 }, () => eventText());
    const body = [
      ...good.slice(0, 700),
      '{"a":',
      '',
      ...good.slice(700),
      eventText({ event_type: 'learning.exploded' }),
    ].join('\n');
    expect(await lines(body)).toMatchObject([
      { line: 701, status: 'refused', code: 'malformed_json' },
      { line: 1_203, status: 'refused', code: 'unknown_event_type', pointer: '/event_type' },
      { summary: { accepted: 1_200, duplicates: 0, refused: 2, conflicts: 0, lines: 1_202 } },
    ]);
    expect(await lines(gzipSync(good.join('\n')), { 'content-encoding': 'gzip' })).toMatchObject([
      { summary: { duplicates: 1_200 } },
    ]);
  });

  it('answers every line when asked to', async () => {
    const answers = await lines(`${eventText()}\n${eventText()}\n`, {}, '?verdicts=all');
    expect(answers).toMatchObject([
      { line: 1, status: 'accepted' },
      { line: 2, status: 'accepted' },
      { summary: { lines: 2 } },
    ]);
  });

  it('refuses a line that is too long and goes on', async () => {
    const long = eventText({ payload: { lesson_id: 'l', text: 'x'.repeat(400_000) } });
    expect(await lines(`${long}\n${eventText()}`)).toMatchObject([
      { line: 1, code: 'event_too_large' },
      { summary: { accepted: 1, refused: 1 } },
    ]);
  });
});

describe('whatever is sent', () => {
  const mutated = fc
    .tuple(fc.constant(undefined), fc.array(fc.tuple(fc.nat(400), fc.nat(255)), { maxLength: 4 }))
    .map(([, changes]) => {
      const bytes = Buffer.from(eventText());
      for (const [at, byte] of changes) bytes[at % bytes.length] = byte;
      return bytes;
    });
  const anyBody = fc.oneof(
    mutated,
    mutated.map((bytes) => Buffer.concat([Buffer.from('['), bytes, Buffer.from(']')])),
    fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
    fc.json().map((text) => Buffer.from(text)),
    fc.record({ payload: fc.jsonValue(), metadata: fc.jsonValue() }).map((given) => Buffer.from(eventText(given))),
    fc
      .record({ payload: fc.dictionary(fc.string({ unit: 'binary' }), fc.jsonValue()) })
      .map((given) => Buffer.from(eventText({ event_type: 'work.started', ...given }))),
  );
  const route = fc.constantFrom(
    ['/activity/events', 'application/json'] as const,
    ['/activity/events/batch', 'application/json'] as const,
    ['/activity/events/batch', 'application/x-ndjson'] as const,
  );

  it('is never a failure of the hub', { timeout: 30_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(anyBody, route, async (body, [path, type]) => {
        const answer = await post(path, body, { 'content-type': type });
        expect(answer.status).toBeLessThan(500);
        expect(JSON.stringify(answer.json)).not.toContain('internal_error');
      }),
      { numRuns: 5_000, interruptAfterTimeLimit: 8_000 },
    );
    expect((await fetch(`${hub.url}/activity/health/ready`)).status).toBe(200);
  });
});
