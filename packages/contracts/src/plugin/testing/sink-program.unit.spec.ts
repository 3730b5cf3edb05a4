import { describe, expect, test } from 'vitest';
import type { JsonObject, RecordedEvent } from '../../event.ts';
import type { FetchRequest } from '../protocol.ts';
import type { DeliveryResult } from '../sink.ts';
import { runSinkScenario, type SinkFixtures, sinkFixtures } from './sink-fixtures.ts';
import { sinkProgramConformance } from './sink-program-conformance.ts';
import type { SinkHost, TrialSink } from './trial-sink.ts';

/** The kit is a guard, so each demand is shown to fail on a sink that breaks it. */
const url = 'https://hooks.example.org/in';
const fixtures = (scenario: object): SinkFixtures =>
  sinkFixtures.parse({
    history: [1, 2].map((hour) => ({ timestamp: `2026-05-04T0${hour}:00:00.000Z` })),
    scenarios: [{ name: 'n', config: { token: 'open-sesame' }, events: [{ user_id: 'ann' }], expect: {}, ...scenario }],
  });

type Attempt = (event: RecordedEvent, host: SinkHost, token: string) => Promise<DeliveryResult>;

function requestOf(event: RecordedEvent, token: string, given: Partial<FetchRequest> = {}): FetchRequest {
  const headers = { 'Idempotency-Key': event.event_id, authorization: `Bearer ${token}` };
  const body = Buffer.from(JSON.stringify({ type: event.event_type })).toString('base64');
  return { type: 'fetch', id: 1, method: 'POST', url, headers, body_base64: body, ...given };
}

const well: Attempt = async (event, { fetch }, token) => {
  const { event_id } = event;
  try {
    const { status } = await fetch(requestOf(event, token), AbortSignal.any([]));
    if (status < 300) return { event_id, outcome: 'delivered' };
    const reason = `answered ${status}`;
    return status < 500
      ? { event_id, outcome: 'reject', reason }
      : { event_id, outcome: 'retry', reason, retryAfterSeconds: 7 };
  } catch (error) {
    return { event_id, outcome: 'retry', reason: (error as Error).message.replaceAll(token, '***') };
  }
};

function sinkThat(attempt: Attempt = well, given: Partial<TrialSink> = {}): TrialSink {
  return {
    configSchema: { properties: { token: { type: 'string', secret: true } } },
    batch: { events: 10, gatherSeconds: 0 },
    mayAsk: ({ hostname }) => hostname === 'hooks.example.org',
    open: async (config: JsonObject, host) => ({
      deliver: (events) => Promise.all(events.map((event) => attempt(event, host, config['token'] as string))),
      stop: async () => undefined,
    }),
    ...given,
  };
}

async function broken(sink: TrialSink, scenario: object = {}): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  for (const { name, run } of sinkProgramConformance(sink, fixtures(scenario)))
    await run().catch((error: Error) => found.set(name, error.message));
  return found;
}

describe('a sink in a process of its own', () => {
  test('that keeps every promise passes', async () => expect([...(await broken(sinkThat()))]).toEqual([]));

  test('that loses an event is told which', async () => {
    const first = '2026-05-04T01:00:00.000Z';
    const found = await broken(
      sinkThat((event, host, token) =>
        event.timestamp === first
          ? Promise.resolve({ event_id: event.event_id, outcome: 'delivered' })
          : well(event, host, token),
      ),
    );
    expect(found.get('gives one result per event, and the target has each once')).toMatch(
      /^the target has nothing that carries the id of event [0-9a-f-]{36}$/,
    );
    const silent = await broken(sinkThat(async () => ({ event_id: 'x', outcome: 'delivered' })));
    expect(silent.get('gives one result per event, and the target has each once')).toContain(
      'event x has 3 results, and came no times',
    );
  });

  test('that takes a failure for a delivery, or for good, or throws', async () => {
    const name = 'answers a failing target with retry, and delivers when it is well';
    const never: Attempt = async (event, host, token) => {
      const result = await well(event, host, token);
      return result.outcome === 'retry' ? { ...result, outcome: 'reject' } : result;
    };
    expect((await broken(sinkThat(never))).get(name)).toMatch(/is reject, not retry: answered 503$/);
    const throws: Attempt = async (event, host, token) => {
      const { status } = await host.fetch(requestOf(event, token), AbortSignal.any([]));
      if (status >= 300) throw new Error('nobody caught it');
      return { event_id: event.event_id, outcome: 'delivered' };
    };
    const found = await broken(sinkThat(throws));
    expect(found.get(name)).toBe('it gives no results: nobody caught it');
    expect(found.get('answers retry where nobody answers, and delivers when somebody does')).toBe(
      'it gives no results: Nothing listens at the address.',
    );
  });

  test('that tells a secret in a reason or a log line', async () => {
    const name = 'tells no secret, even where it is told it back';
    const echoes: Attempt = async (event, { fetch }, token) => {
      const { body_base64: body } = await fetch(requestOf(event, token), AbortSignal.any([]));
      return { event_id: event.event_id, outcome: 'reject', reason: Buffer.from(body, 'base64').toString('utf8') };
    };
    expect((await broken(sinkThat(echoes))).get(name)).toMatch(/^a secret stands in a reason \(reject\): .*\[secret\]/);
    const logs: Attempt = async (event, host, token) => {
      host.log(`I use ${token}`);
      return well(event, host, token);
    };
    expect((await broken(sinkThat(logs))).get(name)).toBe('a secret stands in a log line: I use [secret]');
    const ungiven = await broken(sinkThat(), { config: {} });
    expect([...ungiven]).toEqual([
      [
        'has a scenario with each secret',
        'no scenario gives the secret token a value, so that nobody sees whether it is told',
      ],
    ]);
  });

  test('that asks whom it does not name, or wishes what nobody grants', async () => {
    const strays: Attempt = async (event, host, token) => {
      await host
        .fetch(requestOf(event, token, { url: 'https://stats.example.net:8443/?' }), AbortSignal.any([]))
        .catch(() => undefined);
      return well(event, host, token);
    };
    expect([...(await broken(sinkThat(strays)))]).toEqual([
      [
        'asks only hosts that its plugin.json names',
        'it asks stats.example.net:8443, which "network" of its plugin.json does not name',
      ],
    ]);
    const found = await broken(sinkThat(well, { batch: { events: 5_000, gatherSeconds: 0 } }));
    expect([...found.values()]).toEqual(['a batch has 1 to 1000 events, not 5000']);
  });
});

describe('a scenario', () => {
  const differences = async (scenario: object, sink = sinkThat()): Promise<readonly string[]> => {
    const [only] = fixtures(scenario).scenarios;
    return only === undefined ? [] : runSinkScenario(sink, only);
  };
  const events = [{ user_id: 'ann' }, { user_id: 'bob' }];

  test('is answered in order, the last answer for all that follow', async () => {
    expect(
      await differences({
        events: [...events, { user_id: 'eve' }, { user_id: 'kim' }],
        answers: [{ status: 503 }, { fails: 'away' }, { status: 422 }],
        expect: {
          results: [
            { outcome: 'retry', reason: 'answered 503', retry_after_seconds: 7 },
            { outcome: 'retry', reason: 'away' },
            { outcome: 'reject' },
            { outcome: 'reject' },
          ],
        },
      }),
    ).toEqual([]);
  });

  test('says what is sent otherwise', async () => {
    const request = { method: 'PUT', url, headers: { Authorization: 'Bearer other' }, body: { type: 'x' } };
    expect(await differences({ events, expect: { results: [], requests: [request] } })).toEqual([
      'results has 2 entries, not 0',
      expect.stringMatching(/^results\[0\]: expected nothing, got \{/),
      expect.stringMatching(/^results\[1\]: expected nothing, got \{/),
      'requests has 2 entries, not 1',
      'requests[0].method: expected "PUT", got "POST"',
      'requests[0].headers.authorization: expected "Bearer other", got "Bearer open-sesame"',
      'requests[0].body.type: expected "x", got "activity.learning.lesson_completed"',
      expect.stringMatching(/^requests\[1\]: expected nothing, got \{/),
    ]);
  });

  test('compares a body with a text as text, and says who is asked without being named', async () => {
    const body = '{"type":"activity.learning.lesson_completed"}';
    expect(await differences({ expect: { requests: [{ body }] } })).toEqual([]);
    expect(await differences({}, sinkThat(well, { mayAsk: () => false }))).toEqual([
      'it asks hooks.example.org, which "network" of its plugin.json does not name',
    ]);
  });
});
