import { randomUUID } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fuzzBounds, fuzzTimeoutMs } from '../testing/fuzz-bounds.ts';
import { type HttpAnswer, type IngestHub, type SentBody, startIngestHub } from '../testing/ingest-hub.ts';

let hub: IngestHub;

beforeAll(async () => {
  hub = await startIngestHub({ bodyTimeoutMs: 400 });
});

afterAll(() => hub.stop());

interface Surface {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** A good body; `HERE` stands where anything may stand. */
  readonly template: string;
}

const person = '0b8f2c7e-1f6d-4b8e-9a55-4a3f0e6d7c21';
const cloudEvent = `{"specversion":"1.0","id":"i","source":"/lms","type":"learning.lesson_completed","data":{"lesson_id":"l","x":HERE}}`;
const track = `{"type":"track","event":"Lesson Completed","messageId":"m","userId":"u","properties":{"lesson_id":"l","x":HERE}}`;
const statement = `{"actor":{"mbox":"mailto:a@b.example"},"verb":{"id":"http://adlnet.gov/expapi/verbs/completed"},"object":{"id":"https://lms.example/l"},"result":{"extensions":{"https://e.example":HERE}}}`;
const version = { 'x-experience-api-version': '2.0.0' };

const surfaces: Readonly<Record<string, Surface>> = {
  structured: {
    path: '/activity/events',
    headers: { 'content-type': 'application/cloudevents+json' },
    template: cloudEvent,
  },
  'CloudEvents batch': {
    path: '/activity/events',
    headers: { 'content-type': 'application/cloudevents-batch+json' },
    template: `[${cloudEvent}]`,
  },
  binary: {
    path: '/activity/events',
    headers: { 'ce-specversion': '1.0', 'ce-id': 'i', 'ce-source': '/lms', 'ce-type': 'learning.lesson_completed' },
    template: '{"lesson_id":"l","x":HERE}',
  },
  statement: { path: '/xapi/statements', headers: version, template: statement },
  statements: { path: '/xapi/statements', headers: version, template: `[${statement}]` },
  'Segment batch': { path: '/v1/batch', headers: {}, template: `{"batch":[${track}]}` },
  'Segment track': { path: '/v1/track', headers: {}, template: track },
  webhook: {
    path: '/ory/webhooks',
    headers: {},
    template: `{"event":"login.after","flow_id":"f","identity_id":"${person}","method":HERE}`,
  },
};
const names = Object.keys(surfaces);

function send(name: string, body: SentBody, headers: Record<string, string> = {}): Promise<HttpAnswer> {
  const surface = surfaces[name];
  if (surface === undefined) throw new Error(`There is no surface ${name}.`);
  return hub.post(surface.path, body, { ...surface.headers, ...headers });
}

const templateOf = (name: string): string => surfaces[name]?.template ?? '';
/** What was refused, wherever the surface tells it. */
function refusalOf({ json }: HttpAnswer): Record<string, unknown> {
  const items = (json['items'] ?? []) as readonly Record<string, unknown>[];
  return items.find((item) => item['code'] !== undefined) ?? json;
}

const deep = (depth: number): string => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;
const inside: readonly (readonly [string, string, string])[] = [
  ['a NUL character', '"a\\u0000b"', 'nul_character'],
  ['half of a surrogate pair', '"\\ud800"', 'lone_surrogate'],
  ['a key twice', '{"a":1,"a":2}', 'duplicate_key'],
  ['a __proto__ key', '{"__proto__":{"admin":true}}', 'forbidden_key'],
  ['constructor.prototype', '{"constructor":{"prototype":{}}}', 'forbidden_key'],
  ['an integer beyond 2^53', '9007199254740993', 'number_out_of_range'],
  ['a number beyond a double', '1e999', 'number_out_of_range'],
  ['deep nesting', deep(100), 'too_deep'],
  ['300 kB', `"${'x'.repeat(300_000)}"`, 'event_too_large'],
  ['malformed JSON', '{]', 'malformed_json'],
];

describe.each(names)('bad input to %s', (name) => {
  it.each(inside)('%s is a clear refusal that is kept', async (_what, value, code) => {
    const answer = await send(name, templateOf(name).replace('HERE', value));
    expect(answer.status).toBeLessThan(500);
    const refusal = refusalOf(answer);
    expect(refusal).toMatchObject({ code, detail: expect.any(String), refused_id: expect.any(String) });
    const [kept] = await hub.sql`select code from refused_event where refused_id = ${String(refusal['refused_id'])}`;
    expect(kept).toMatchObject({ code });
  });

  it('that cannot be read at all is told once', async () => {
    const broken = Buffer.from([0x7b, 0x22, 0xff, 0xc3, 0x22, 0x7d]);
    const answers = await Promise.all([
      send(name, ''),
      send(name, broken),
      send(name, '['.repeat(1_000_000)),
      send(name, 'null'),
      send(name, '[[]]'),
      send(name, '{}', { 'content-encoding': 'gzip' }),
      send(name, '{}', { 'content-encoding': 'br' }),
      send(name, 'x'.repeat(10_000_000)),
      send(name, gzipSync(Buffer.alloc(20_000_000, ' ')), { 'content-encoding': 'gzip' }),
    ]);
    for (const answer of answers) {
      // A CloudEvent in binary mode may have no data, or data that are null.
      const isGood = name === 'binary' && answer.json['code'] === undefined;
      expect([answer.status < 500, isGood || typeof refusalOf(answer)['code'] === 'string']).toEqual([true, true]);
      expect(JSON.stringify(answer.json)).not.toContain('internal_error');
    }
  });

  it('of another content type, or from another site, is refused', async () => {
    const evil = await send(name, templateOf(name).replace('HERE', '1'), { origin: 'https://evil.example' });
    expect(evil).toMatchObject({ status: 403, json: { code: 'host_not_allowed' } });
    const text = await send(name, '{}', { 'content-type': 'text/plain' });
    expect([415, 422]).toContain(text.status);
  });
});

describe('whatever is sent to a foreign surface', () => {
  const value = fc.oneof(fc.jsonValue(), fc.dictionary(fc.string({ unit: 'binary' }), fc.jsonValue()));
  const replaced = fc
    .tuple(fc.constantFrom(...names), fc.nat(20), value)
    .map(([name, at, given]): readonly [string, Buffer] => {
      // Any value of the body, by its place, may be anything.
      let place = 0;
      const body = JSON.parse(templateOf(name).replace('HERE', `"${randomUUID()}"`), (_key, member: unknown) =>
        place++ === at ? given : member,
      ) as unknown;
      return [name, Buffer.from(JSON.stringify(body) ?? 'null')];
    });
  const mutated = fc
    .tuple(fc.constantFrom(...names), fc.array(fc.tuple(fc.nat(400), fc.nat(255)), { minLength: 1, maxLength: 4 }))
    .map(([name, changes]): readonly [string, Buffer] => {
      const bytes = Buffer.from(templateOf(name).replace('HERE', '1'));
      for (const [at, byte] of changes) bytes[at % bytes.length] = byte;
      return [name, bytes];
    });
  const anything = fc
    .tuple(fc.constantFrom(...names), fc.uint8Array({ maxLength: 300 }))
    .map(([name, bytes]): readonly [string, Buffer] => [name, Buffer.from(bytes)]);

  it('is never a failure of the hub', { timeout: fuzzTimeoutMs }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(replaced, mutated, anything), async ([name, body]) => {
        const answer = await send(name, body as Buffer<ArrayBuffer>);
        expect(answer.status).toBeLessThan(500);
        expect(JSON.stringify(answer.json)).not.toContain('internal_error');
      }),
      fuzzBounds,
    );
    expect((await fetch(`${hub.url}/activity/health/ready`)).status).toBe(200);
  });

  it('in headers of a CloudEvent is never a failure of the hub either', { timeout: fuzzTimeoutMs }, async () => {
    const header = fc.tuple(
      fc.constantFrom('ce-id', 'ce-source', 'ce-type', 'ce-time', 'ce-specversion', 'ce-x', 'ce-dataschema', 'ce-data'),
      fc.string({
        unit: fc
          .integer({ min: 0x20, max: 0xff })
          // fetch does not send it.
          .filter((code) => code !== 0x7f)
          .map((code) => String.fromCharCode(code)),
        maxLength: 60,
      }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(header, { maxLength: 5 }), async (headers) => {
        const answer = await send('binary', '{"lesson_id":"l"}', Object.fromEntries(headers));
        expect(answer.status).toBeLessThan(500);
      }),
      fuzzBounds,
    );
  });
});
