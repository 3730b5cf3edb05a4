import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { JsonObject, RecordedEvent } from '@activity-hub/contracts/event';
import { pluginSayingText } from '@activity-hub/contracts/plugin/plugin-fault';
import type { FetchRequest } from '@activity-hub/contracts/plugin/protocol';
import { recordedEventFixture } from '@activity-hub/contracts/plugin/testing/recorded-event-fixture';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { LentFetch } from './lent-fetches.ts';
import { describePlugin, openLife } from './open-life.ts';
import type { PluginDescriptor } from './plugin-descriptor.ts';
import type { PluginLife } from './plugin-life.ts';
import { deliverApart } from './process-sink.ts';
import { installPlugin } from './testing/install-plugin.ts';

type Answered = Awaited<ReturnType<LentFetch>>;

const described = { id: 'relay', kind: 'sink', network: ['chat.example.org'] };
const lives: PluginLife[] = [];
let said: string[];

beforeEach(() => {
  said = [];
});
afterEach(async () => {
  await Promise.all(lives.splice(0).map(({ process }) => process.stop()));
});

async function open(descriptor: PluginDescriptor, fetch: LentFetch, config: JsonObject = {}): Promise<PluginLife> {
  const log = (_: string, message: Parameters<typeof pluginSayingText>[0]) => void said.push(pluginSayingText(message));
  const life = await openLife(descriptor, config, { hubVersion: '0.1.0', log, fetch });
  lives.push(life);
  return life;
}

const answering =
  (status: number): LentFetch =>
  async () => ({ status, headers: {}, body_base64: '' });

/** The same sink, in the language of the file. */
const relay = async (main: string): Promise<PluginDescriptor> =>
  installPlugin({ ...described, main }, await readFile(path.join(import.meta.dirname, 'testing', main), 'utf8'));

const event = fc
  .oneof(
    // What the kit in Python sends as JSON without being told: all but None, which is no body, and a text.
    fc.record({
      as: fc.constant('json'),
      content: fc.jsonValue().filter((value) => value !== null && typeof value !== 'string'),
    }),
    fc.record({ as: fc.constant('text'), content: fc.constantFrom('', 'привет', '\u2028 "\\', '\u{1f600}') }),
    fc.record({ as: fc.constant('bytes'), content: fc.array(fc.nat(255), { maxLength: 20 }) }),
    fc.record({ as: fc.constant('nothing'), content: fc.string({ maxLength: 3 }) }),
  )
  .map((payload) => recordedEventFixture({ payload: payload as RecordedEvent['payload'] }));

const json = { 'Content-Type': 'application/json; charset=utf-8' };
const body = fc.oneof(
  fc.uint8Array({ maxLength: 30 }).map((bytes) => ({ content: Buffer.from(bytes), type: {} })),
  fc.constantFrom('', 'ещё нет', '\u{feff}mark').map((text) => ({ content: Buffer.from(text), type: {} })),
  fc.string({ unit: 'grapheme' }).map((detail) => ({ content: Buffer.from(JSON.stringify({ detail })), type: json })),
);
const answer: fc.Arbitrary<Answered | Error> = fc.oneof(
  fc
    .record({
      status: fc.constantFrom(200, 201, 299, 301, 302, 400, 404, 422, 429, 500, 503),
      headers: fc.constantFrom<Record<string, string>>(
        {},
        { 'Retry-After': '7' },
        { 'X-Seen': 'yes', 'retry-after': '0' },
      ),
      body,
    })
    .map(({ status, headers, body: { content, type } }) => ({
      status,
      headers: { ...headers, ...type },
      body_base64: content.toString('base64'),
    })),
  fc.constantFrom(204, 205, 304).map((status) => ({ status, headers: {}, body_base64: '' })),
  fc.constantFrom('Nothing listens at the address.', 'Адрес не разрешён.').map((reason) => new Error(reason)),
);

/** What a sink asks and tells, when it is answered by the script. */
class Scripted {
  #script: readonly (Answered | Error)[] = [];
  #asked: FetchRequest[] = [];
  readonly fetch: LentFetch = async (request) => {
    const next = this.#script[this.#asked.length];
    this.#asked.push(request);
    if (next === undefined || next instanceof Error) throw next ?? new Error('Not in the script.');
    return next;
  };

  async run(life: PluginLife, events: readonly RecordedEvent[], script: readonly (Answered | Error)[]) {
    this.#script = script;
    this.#asked = [];
    const results = await deliverApart(life, events);
    return { results, asked: this.#asked.map(asValues) };
  }
}

/** The same JSON may be written in several ways. */
function asValues({ method, url, headers, body_base64: sent }: FetchRequest) {
  const isJson = headers['content-type'] === 'application/json';
  return { method, url, headers, sent: isJson ? JSON.parse(Buffer.from(sent ?? '', 'base64').toString('utf8')) : sent };
}

describe('the same sink in both languages', () => {
  test('asks the same and tells the same, whatever the events and the answers', async () => {
    const [inPython, inTypeScript] = [new Scripted(), new Scripted()];
    const python = await open(await relay('relay.py'), inPython.fetch);
    const typescript = await open(await relay('relay.ts'), inTypeScript.fetch);
    const history = fc.array(fc.tuple(event, answer), { minLength: 1, maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(history, async (pairs) => {
        const events = pairs.map(([each]) => each);
        const script = pairs.map(([, each]) => each);
        const expected = await inTypeScript.run(typescript, events, script);
        expect(expected.results).toHaveLength(events.length);
        expect(await inPython.run(python, events, script)).toEqual(expected);
      }),
      { numRuns: 200 },
    );
  });

  test('says the same of itself', async () => {
    const options = { hubVersion: '0.1.0', log: () => undefined };
    const [python, typescript] = [
      await describePlugin(await relay('relay.py'), options),
      await describePlugin(await relay('relay.ts'), options),
    ];
    expect(python.manifest).toEqual(typescript.manifest);
    expect(python.batch).toEqual(typescript.batch);
    expect(python.batch).toEqual({ events: 10, gatherSeconds: 2.5 });
  });

  test.each(['relay.py', 'relay.ts'])('%s is not run under what it cannot work with', async (main) => {
    const config = { url: 'http://chat.example.org/in' };
    await expect(open(await relay(main), answering(200), config)).rejects.toMatchObject({
      fault: { code: 'config_at', values: { pointer: '/url', message: 'must be encrypted' } },
    });
    await expect(open(await relay(main), answering(200), { other: 1 })).rejects.toThrow('other');
  });
});

describe('a sink in Python', () => {
  const events = [1, 2].map((minute) => recordedEventFixture({ timestamp: `2026-05-04T10:0${minute}:00.000Z` }));

  /** @param body of `deliver` @param after what the file does when it was told to stop */
  async function openSource(body: string, fetch: LentFetch, after = ''): Promise<PluginLife> {
    const source = `
from activity_hub_plugin import FetchError, log, run_sink

URL = "https://chat.example.org/in"
MANIFEST = {
    "id": "relay", "version": "1.0.0", "hub": "*", "topics": ["activity.**"],
    "title": {"en": "Relay", "ru": "Передача"}, "description": {"en": "Passes on.", "ru": "Передаёт дальше."},
    "config_schema": {"type": "object", "properties": {}, "additionalProperties": False},
}
kept = []

def delivered(events):
    return [{"event_id": event["event_id"], "outcome": "delivered"} for event in events]

def deliver(events, config, fetch):
${body.replaceAll(/^/gm, '    ')}

run_sink(MANIFEST, deliver=deliver)
${after}
`;
    return await open(await installPlugin({ ...described, main: 'relay.py' }, source), fetch);
  }
  const delivered = (each: readonly RecordedEvent[]) =>
    each.map(({ event_id }) => ({ event_id, outcome: 'delivered' }));

  test('is told by name when its deliver fails, and goes on', async () => {
    const life = await openSource('return delivered(events) if kept else kept[kept.append(1) or 7]', answering(200));
    await expect(deliverApart(life, events)).rejects.toThrow('IndexError: list index out of range');
    expect(await deliverApart(life, events)).toEqual(delivered(events));
  });

  test.each(['return None', 'return delivered(events)[0]', 'return ["delivered"]'])(
    'is told that %s is no list of results',
    async (body) => {
      const life = await openSource(body, answering(200));
      await expect(deliverApart(life, events)).rejects.toThrow(
        'deliver must return a list of dicts, one result per event.',
      );
    },
  );

  test('takes the next delivery after the one that waits', async () => {
    const order: string[] = [];
    const life = await openSource(
      'fetch(URL, body=events[0]["event_id"])\nreturn delivered(events)',
      async (request) => {
        order.push(Buffer.from(request.body_base64 ?? '', 'base64').toString());
        await pause(100);
        return { status: 200, headers: {}, body_base64: '' };
      },
    );
    const both = await Promise.all(events.map((each) => deliverApart(life, [each])));
    expect(both).toEqual(events.map((each) => delivered([each])));
    expect(order).toEqual(events.map(({ event_id }) => event_id));
  });

  test('asks nobody once it has delivered', async () => {
    let asked = 0;
    const fetch: LentFetch = async () => {
      asked += 1;
      return { status: 200, headers: {}, body_base64: '' };
    };
    const after = 'try:\n    kept[0](URL)\nexcept FetchError as error:\n    log("warn", error.reason)';
    const life = await openSource('kept.append(fetch)\nfetch(URL)\nreturn delivered(events)', fetch, after);
    await deliverApart(life, events);
    await life.process.stop();
    expect(said).toContain('A plugin may ask others only while it is asked to deliver.');
    expect(asked).toBe(1);
  });

  test('ends by itself when it is told to stop while it waits', async () => {
    const body = 'try:\n    fetch(URL)\nfinally:\n    log("info", "let go")';
    const started = Promise.withResolvers<void>();
    const life = await openSource(body, async (_, signal) => {
      started.resolve();
      return await pause(30_000, { status: 200, headers: {}, body_base64: '' }, { signal });
    });
    const ended = expect(deliverApart(life, events)).rejects.toThrow();
    await started.promise;
    await life.process.stop();
    await ended;
    expect(said).toContain('let go');
  });

  test('may give up waiting: the answer that comes late disturbs nothing', async () => {
    const body = `
import signal
def ring(*_):
    raise TimeoutError()
signal.signal(signal.SIGALRM, ring)
signal.setitimer(signal.ITIMER_REAL, 0.05)
try:
    fetch(URL + "/slow")
except TimeoutError:
    log("info", "gave up")
response = fetch(URL)
return [{**each, "outcome": "reject", "reason": str(response.status)} for each in delivered(events)]`;
    const life = await openSource(body, async ({ url }, signal) => {
      if (url.endsWith('/slow')) await pause(5_000, undefined, { signal });
      return { status: 418, headers: {}, body_base64: '' };
    });
    for (const each of events) {
      expect(await deliverApart(life, [each])).toEqual([{ event_id: each.event_id, outcome: 'reject', reason: '418' }]);
      // The late answer comes now, while nothing is asked.
      await pause(100);
    }
    expect(said).toEqual(['gave up', 'gave up']);
  });

  test('is written as the page of the kit shows', async () => {
    const page = new URL('../../../../packages/plugin-python/README.md', import.meta.url);
    const [, source = ''] = /^```python\n([\s\S]*?)^```$/m.exec(await readFile(page, 'utf8')) ?? [];
    const statuses = [200, 503];
    const life = await open(await installPlugin({ ...described, id: 'chat', main: 'chat.py' }, source), async () => ({
      status: statuses.shift() ?? 0,
      headers: {},
      body_base64: '',
    }));
    expect(await deliverApart(life, events)).toMatchObject([
      { outcome: 'delivered' },
      { outcome: 'retry', reason: 'answered 503: ', retryAfterSeconds: 30 },
    ]);
  });

  test.each([
    ['socket', 'import socket\nsocket.socket()'],
    ['urllib', 'import urllib.request\nurllib.request.urlopen("http://192.0.2.1:8080/", timeout=2)'],
  ])('reaches nobody by %s', async (_, body) => {
    const life = await openSource(body, answering(200));
    await expect(deliverApart(life, events)).rejects.toThrow(/PermissionError|Operation not permitted/);
  });
});
