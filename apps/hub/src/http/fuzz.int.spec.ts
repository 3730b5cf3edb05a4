import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { sentEventFixture } from '../ingest/testing/sent-event-fixture.ts';
import { fuzzBounds, fuzzTimeoutMs } from '../testing/fuzz-bounds.ts';
import { type IngestHub, startIngestHub } from '../testing/ingest-hub.ts';
import { anyCharacters, createFuzzClient, type FuzzClient } from './testing/fuzz-client.ts';

/*
 * Whatever bytes come over REST and NDJSON, with whatever headers: no fault of the hub, and nothing of them stays.
 * A failure prints the seed and the smallest request that shows it.
 */
let hub: IngestHub;
let client: FuzzClient;

beforeAll(async () => {
  hub = await startIngestHub({ bodyTimeoutMs: 2_000 });
  client = createFuzzClient(hub.url);
});

afterAll(() => hub?.stop());

const post = (path: string, body: string | Uint8Array, headers: Record<string, string> = {}) =>
  client.probe({ method: 'POST', path, body, headers: { 'content-type': 'application/json', ...headers } });

/** Far outside what any field takes, and just beside it. */
const instant = fc.oneof(
  fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
  fc.constantFrom(
    '2026-02-30T00:00:00Z',
    '2026-06-01T24:00:00Z',
    '2026-06-01T10:00:60Z',
    '2026-06-01',
    '0000-01-01T00:00:00Z',
  ),
);
const odd = fc.oneof(
  { arbitrary: fc.jsonValue(), weight: 4 },
  { arbitrary: anyCharacters, weight: 2 },
  { arbitrary: fc.dictionary(anyCharacters, fc.jsonValue(), { maxKeys: 6 }), weight: 2 },
  { arbitrary: fc.uuid(), weight: 1 },
  { arbitrary: instant, weight: 1 },
  { arbitrary: fc.double(), weight: 1 },
  {
    arbitrary: fc.constantFrom('', ' ', 'activity.', 'a.b', 'activity.work.started', '1.0', '99.0.0', 'lms'),
    weight: 1,
  },
);
const fields = Object.keys(sentEventFixture());

/** An event that is right but for one or two of its fields, or for a field that nobody knows. */
const nearValid = fc
  .tuple(
    fc.constantFrom('activity.learning.lesson_completed', 'work.started', 'activity.social.posted', 'economic.earned'),
    fc.array(fc.tuple(fc.oneof(fc.constantFrom(...fields), fc.string({ maxLength: 12 })), fc.option(odd)), {
      minLength: 1,
      maxLength: 2,
    }),
  )
  .map(([event_type, changes]) => {
    const event = sentEventFixture({ event_id: randomUUID(), event_type });
    for (const [field, value] of changes) event[field] = value ?? undefined;
    return event;
  });
const goodEvent = fc.constant(undefined).map(() => sentEventFixture({ event_id: randomUUID() }));
/** The text of an event with some bytes changed, doubled or cut off. */
const damaged = fc
  .tuple(
    fc.oneof(goodEvent, nearValid),
    fc.array(fc.tuple(fc.nat(500), fc.nat(255)), { maxLength: 4 }),
    fc.option(fc.nat(500)),
    fc.boolean(),
  )
  .map(([event, flips, cut, twice]) => {
    const bytes = Buffer.from(JSON.stringify(event));
    for (const [at, byte] of flips) bytes[at % bytes.length] = byte;
    const kept = cut === null ? bytes : bytes.subarray(0, cut);
    return twice ? Buffer.concat([kept, kept]) : kept;
  });
const anyBytes = fc.uint8Array({ maxLength: 400 }).map((bytes) => Buffer.from(bytes));
const anyText = fc.oneof(
  fc.json({ maxDepth: 6 }),
  // Numbers, escapes and nesting that JSON.stringify would never write.
  fc
    .array(
      fc.constantFrom(
        '{',
        '}',
        '[',
        ']',
        ',',
        ':',
        '"',
        '\\',
        '\\u0000',
        '\\ud800',
        '1e999',
        '-0',
        '0.1e-400',
        '"event_id"',
        '"events"',
        'null',
        ' ',
        '\ufeff',
        '"__proto__"',
      ),
      { maxLength: 40 },
    )
    .map((parts) => parts.join('')),
);
const single = fc.oneof(
  { arbitrary: nearValid.map((event) => Buffer.from(JSON.stringify(event))), weight: 4 },
  { arbitrary: damaged, weight: 2 },
  { arbitrary: anyText.map((text) => Buffer.from(text)), weight: 2 },
  { arbitrary: anyBytes, weight: 1 },
);
const batch = fc.oneof(
  {
    arbitrary: fc
      .array(fc.oneof(goodEvent, nearValid, odd), { maxLength: 6 })
      .map((all) => Buffer.from(JSON.stringify(all))),
    weight: 3,
  },
  {
    arbitrary: fc
      .array(fc.oneof(goodEvent, nearValid), { maxLength: 6 })
      .map((events) => Buffer.from(JSON.stringify({ events }))),
    weight: 2,
  },
  {
    arbitrary: fc.record({ events: odd }, { requiredKeys: [] }).map((value) => Buffer.from(JSON.stringify(value))),
    weight: 1,
  },
  {
    arbitrary: fc
      .array(single, { maxLength: 4 })
      .map((parts) => Buffer.from(`[${parts.map((part) => part.toString('latin1')).join(',')}]`, 'latin1')),
    weight: 2,
  },
  { arbitrary: single, weight: 1 },
);
const lines = fc
  .array(fc.tuple(single, fc.constantFrom('\n', '\r\n', '\n\n', '', '\r', ' \n')), { maxLength: 6 })
  .map((parts) => Buffer.concat(parts.flatMap(([bytes, end]) => [bytes, Buffer.from(end)])));

describe('whatever is sent', { timeout: fuzzTimeoutMs }, () => {
  it('as one event is judged', async () => {
    await fc.assert(
      fc.asyncProperty(single, async (body) => void (await post('/activity/events', body))),
      fuzzBounds,
    );
  });

  it('as a batch is judged, event by event', async () => {
    await fc.assert(
      fc.asyncProperty(batch, async (body) => void (await post('/activity/events/batch', body))),
      fuzzBounds,
    );
  });

  it('as a stream of lines is judged, line by line', async () => {
    const query = fc.constantFrom(
      '',
      '?verdicts=all',
      '?verdicts=some',
      '?verdicts=all&verdicts=all',
      '?wait=projected',
    );
    const type = fc.constantFrom('application/x-ndjson', 'application/ndjson; charset=utf-8');
    await fc.assert(
      fc.asyncProperty(lines, query, type, async (body, asked, contentType) => {
        await post(`/activity/events/batch${asked}`, body, { 'content-type': contentType });
      }),
      fuzzBounds,
    );
  });

  it('to the dry run is judged, and nothing of it is recorded', async () => {
    const count = async () => (await hub.sql`select count(*)::int as kept from event`)[0]?.['kept'] as number;
    const before = await count();
    await fc.assert(
      fc.asyncProperty(fc.oneof(single, batch), async (body) => void (await post('/activity/events/validate', body))),
      fuzzBounds,
    );
    if ((await count()) !== before) throw new Error('The dry run recorded events.');
  });

  it('in headers and in the query is judged before the body is', async () => {
    const text = fc.oneof(
      fc.string({
        unit: fc
          .integer({ min: 0x20, max: 0xff })
          .filter((code) => code !== 0x7f)
          .map((code) => String.fromCharCode(code)),
        maxLength: 60,
      }),
      fc.constantFrom(
        'gzip',
        'br',
        'identity',
        'application/json',
        'text/plain',
        'application/cloudevents+json',
        'projected',
        '1',
        '-1',
        'Bearer ',
        'Basic Og==',
        '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
        'localhost',
        'http://localhost',
      ),
    );
    const name = fc.constantFrom(
      'content-type',
      'content-encoding',
      'authorization',
      'x-api-key',
      'cookie',
      'traceparent',
      'tracestate',
      'origin',
      'host',
      'accept',
      'activity-wait-ms',
      'x-forwarded-for',
      'x-request-id',
      'ce-id',
      'ce-specversion',
      'ce-type',
      'ce-source',
      'ce-time',
      'x-experience-api-version',
      'date',
    );
    const query = fc.dictionary(fc.constantFrom('wait_ms', 'verdicts', 'x', '__proto__', 'wait'), text, { maxKeys: 3 });
    const path = fc.constantFrom('/activity/events', '/activity/events/batch', '/activity/events/validate');
    await fc.assert(
      fc.asyncProperty(
        path,
        query,
        fc.array(fc.tuple(name, text), { maxLength: 4 }),
        single,
        async (at, asked, headers, body) => {
          const limited = 'wait' in asked ? { ...asked, wait_ms: '1' } : asked;
          await post(`${at}?${new URLSearchParams(limited).toString()}`, body, Object.fromEntries(headers));
        },
      ),
      fuzzBounds,
    );
  });

  it('leaves nothing behind', () => client.expectRest());
});
