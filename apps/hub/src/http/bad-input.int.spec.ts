import { gzipSync } from 'node:zlib';
import type { BatchAnswer, Verdict } from '@activity-hub/contracts/receipt';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sentEventFixture } from '../ingest/testing/sent-event-fixture.ts';
import { fuzzBounds, fuzzTimeoutMs } from '../testing/fuzz-bounds.ts';
import { type IngestHub, type SentBody, startIngestHub } from '../testing/ingest-hub.ts';

let hub: IngestHub;

beforeAll(async () => {
  hub = await startIngestHub({ bodyTimeoutMs: 400 });
});

afterAll(() => hub.stop());

const eventText = (given: Readonly<Record<string, unknown>> = {}): string => JSON.stringify(sentEventFixture(given));

const deep = (depth: number): string => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;
const withPayload = (payload: string): string =>
  eventText({ payload: 0 }).replace('"payload":0', `"payload":${payload}`);
const invalidUtf8 = Buffer.concat([Buffer.from('{"payload":"'), Buffer.from([0xff, 0xc3]), Buffer.from('"}')]);

const badEvents: readonly (readonly [string, SentBody, number, string, string])[] = [
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
    const answer = await hub.single(body);
    expect(answer).toMatchObject({
      status,
      type: expect.stringContaining('application/problem+json'),
      json: { code, pointer },
    });
    expect(String(answer.json['detail']).length).toBeGreaterThan(10);
    const [kept] = await hub.sql`select code, pointer, raw, raw_bytes, raw_truncated from refused_event
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
    const answer = await hub.post('/activity/events/batch', body);
    expect(answer.status).toBe(207);
    expect(answer.json as unknown as BatchAnswer).toMatchObject({
      accepted: good.length,
      refused: inBatch.length,
      conflicts: 0,
      duplicates: 0,
    });
    const verdicts: readonly Verdict[] = (answer.json as unknown as BatchAnswer).items;
    inBatch.forEach(([, bad, , code, pointer], index) => {
      expect(verdicts[index * 2]).toMatchObject({ status: 'refused', code, pointer: `/events/${index * 2}${pointer}` });
      expect(verdicts[index * 2 + 1]).toMatchObject({ status: 'accepted' });
      expect(Buffer.from(bad).length).toBeGreaterThan(0);
    });
    expect((await Promise.all(good.map((event) => hub.isStored(event['event_id'])))).every(Boolean)).toBe(true);
  });

  it.each([
    ['no batch', '{"events":{}}', 400, 'not_a_batch'],
    ['no JSON', '[{]', 400, 'malformed_json'],
    ['5,001 events', `[${'1,'.repeat(5_000)}1]`, 413, 'batch_too_large'],
    ['10 MB', 'x'.repeat(10_000_000), 413, 'body_too_large'],
  ])('that spoils the whole batch is told once: %s', async (_name, body, status, code) => {
    expect(await hub.post('/activity/events/batch', body)).toMatchObject({ status, json: { code } });
  });

  it('tells a compressed bomb by its inflated size', async () => {
    const bomb = gzipSync(Buffer.alloc(20_000_000, ' '));
    expect(await hub.post('/activity/events/batch', bomb, { 'content-encoding': 'gzip' })).toMatchObject({
      status: 413,
    });
  });

  it.each([
    ['gzip', 'malformed_json', 400],
    ['br', 'unsupported_media_type', 415],
  ])('refuses a body that is not %s although it says so', async (encoding, code, status) => {
    expect(await hub.post('/activity/events', eventText(), { 'content-encoding': encoding })).toMatchObject({
      status,
      json: { code },
    });
  });

  it.each([
    [{ 'content-type': 'text/plain' }, 415, 'unsupported_media_type'],
    [{ 'content-type': 'application/x-ndjson' }, 415, 'unsupported_media_type'],
    [{ origin: 'https://evil.example' }, 403, 'host_not_allowed'],
  ])('refuses a request with %j', async (headers, status, code) => {
    expect(await hub.post('/activity/events', eventText(), headers)).toMatchObject({ status, json: { code } });
  });

  it('refuses paths and methods that do not exist', async () => {
    expect(await hub.post('/activity/nothing', '{}')).toMatchObject({ status: 404, json: { code: 'not_found' } });
    const response = await fetch(`${hub.url}/activity/events`, { method: 'DELETE' });
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST']);
    expect(await response.json()).toMatchObject({
      code: 'method_not_allowed',
      request_id: response.headers.get('x-request-id'),
    });
  });

  it('looks at the method before the body, and says how a path is written', async () => {
    const headers = { 'content-type': 'application/json' };
    for (const body of [undefined, '{"event_id":']) {
      const response = await fetch(`${hub.url}/activity/events`, { method: 'DELETE', headers, body: body ?? null });
      expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST']);
    }
    const unreadable = await fetch(`${hub.url}/activity/events/%E0%A4%A`);
    expect([unreadable.status, await unreadable.json()]).toEqual([
      400,
      expect.objectContaining({ code: 'invalid_query', detail: expect.stringContaining('a "%" as %25') }),
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

  it('is never a failure of the hub', { timeout: fuzzTimeoutMs }, async () => {
    await fc.assert(
      fc.asyncProperty(anyBody, route, async (body, [path, type]) => {
        const answer = await hub.post(path, body, { 'content-type': type });
        expect(answer.status).toBeLessThan(500);
        expect(JSON.stringify(answer.json)).not.toContain('internal_error');
      }),
      fuzzBounds,
    );
    expect((await fetch(`${hub.url}/activity/health/ready`)).status).toBe(200);
  });
});
