import { randomUUID } from 'node:crypto';
import { CloudEvent, emitterFor, HTTP, httpTransport, Mode } from 'cloudevents';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type IngestHub, startIngestHub } from '../testing/ingest-hub.ts';
import { asOperator } from '../testing/operator-key.ts';

let hub: IngestHub;

beforeAll(async () => {
  hub = await startIngestHub({ bodyTimeoutMs: 400 });
});

afterAll(() => hub.stop());

const person = '13b4060b-d8a4-5208-9474-495da324f82e';

function lesson(given: Readonly<Record<string, unknown>> = {}) {
  return new CloudEvent({
    id: randomUUID(),
    source: '/courses/lms',
    type: 'activity.learning.lesson_completed',
    subject: person,
    time: '2026-06-01T10:00:00.000Z',
    data: { lesson_id: 'l1', title: 'Урок 😀' },
    correlationid: 'term-1',
    attempt: 2,
    ...given,
  });
}

interface TransportAnswer {
  readonly body: string;
}

describe('the client of the cloudevents package', () => {
  it.each([
    ['binary', Mode.BINARY],
    ['structured', Mode.STRUCTURED],
  ] as const)('publishes in %s mode, and again without harm', async (_name, mode) => {
    const emit = emitterFor(httpTransport(`${hub.url}/activity/events`), { binding: HTTP, mode });
    const event = lesson();
    const send = async (): Promise<Record<string, unknown>> => {
      const { body } = (await emit(event, { headers: asOperator })) as TransportAnswer;
      return JSON.parse(body) as Record<string, unknown>;
    };
    const first = await send();
    expect(first).toMatchObject({ status: 'accepted', receipt: { event_id: event.id } });
    expect(await send()).toMatchObject({ status: 'duplicate', receipt: first['receipt'] });
    const [kept] = await hub.sql`select * from event where event_id = ${event.id}`;
    expect(kept).toMatchObject({
      event_type: 'activity.learning.lesson_completed',
      source_system: 'lms',
      user_id: person,
      correlation_id: 'term-1',
      payload: { lesson_id: 'l1', title: 'Урок 😀' },
      metadata: { attempt: '2', cloudevents_source: '/courses/lms' },
      context: { surface: 'cloudevents' },
    });
  });

  it('is answered with the same receipt when it changes the mode for a retry', async () => {
    const event = lesson({ id: 'not a uuid' });
    const sent = [HTTP.binary(event), HTTP.structured(event)].map(async ({ headers, body }) =>
      hub.post('/activity/events', String(body), headers as Record<string, string>),
    );
    const answers = await Promise.all(sent);
    expect(answers.map((answer) => answer.status).toSorted((a, b) => a - b)).toEqual([200, 201]);
    expect(answers[0]?.json['receipt']).toEqual(answers[1]?.json['receipt']);
  });
});

describe('CloudEvents over HTTP', () => {
  const binary = (headers: Record<string, string>, body = '{"lesson_id":"l1"}') =>
    hub.post('/activity/events', body, {
      'ce-specversion': '1.0',
      'ce-id': randomUUID(),
      'ce-source': '/lms',
      'ce-type': 'learning.lesson_completed',
      ...headers,
    });

  it('answer a batch like a batch of our own', async () => {
    const good = lesson();
    const body = JSON.stringify([good, { ...good.toJSON(), id: randomUUID(), type: 'learning.exploded' }, good]);
    const answer = await hub.post('/activity/events', body, { 'content-type': 'application/cloudevents-batch+json' });
    expect(answer).toMatchObject({
      status: 207,
      json: {
        accepted: 1,
        duplicates: 1,
        refused: 1,
        items: [{ status: 'accepted' }, { code: 'unknown_event_type', pointer: '/1/type' }, { status: 'duplicate' }],
      },
    });
  });

  it('without a time happened when they came in, and a retry is still one', async () => {
    const id = randomUUID();
    expect(await binary({ 'ce-id': id })).toMatchObject({ status: 201 });
    expect(await binary({ 'ce-id': id })).toMatchObject({ status: 200 });
    const [kept] = await hub.sql`select occurred_at = received_at as is_receipt from event where event_id = ${id}`;
    expect(kept).toMatchObject({ is_receipt: true });
  });

  it('belong to the trace they name', async () => {
    const traceparent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';
    const id = randomUUID();
    await binary({ 'ce-id': id, 'ce-traceparent': traceparent });
    const [kept] = await hub.sql`select context from event where event_id = ${id}`;
    expect(kept).toMatchObject({ context: { trace_parent: traceparent } });
  });

  it.each([
    [{ 'ce-specversion': '0.3' }, undefined, 400, 'unsupported_version', '/specversion'],
    [{ 'ce-time': 'yesterday' }, undefined, 422, 'invalid_timestamp', '/time'],
    [{ 'ce-type': 'learning.exploded' }, undefined, 422, 'unknown_event_type', '/type'],
    [{ 'ce-timezone': 'Mars/Olympus' }, undefined, 422, 'invalid_time_zone', '/timezone'],
    [{ 'ce-userid': '%ff' }, undefined, 400, 'invalid_utf8', '/userid'],
    [{ 'ce-subject': 'a%00b' }, undefined, 400, 'nul_character', '/subject'],
    [{ 'ce-data': 'x' }, undefined, 400, 'duplicate_key', '/data'],
    [{}, '{"lesson_id":17}', 422, 'invalid_payload', '/data/lesson_id'],
    [{}, '{"lesson_id":"a","lesson_id":"b"}', 400, 'duplicate_key', '/data/lesson_id'],
    [{}, '{"lesson_id":"a"},"userid":"x"', 400, 'malformed_json', '/data'],
    [{}, '"text"', 422, 'unsupported_data', '/data'],
    [{ 'content-type': 'text/xml' }, '<a/>', 422, 'unsupported_data', '/data_base64'],
    [{ 'content-type': 'application/octet-stream' }, '\u0000\u0001', 422, 'unsupported_data', '/data_base64'],
  ])('with %j and the data %j are refused and kept whole', async (headers, body, status, code, pointer) => {
    const answer = await binary(headers as Record<string, string>, body);
    expect(answer).toMatchObject({ status, json: { code, pointer } });
    const [kept] = await hub.sql`select format, convert_from(raw, 'UTF8') as raw from refused_event
      where refused_id = ${String(answer.json['refused_id'])}`;
    expect(kept).toMatchObject({ format: 'cloudevents', raw: expect.stringContaining('"specversion"') });
  });

  it('belong to one address', async () => {
    const answer = await hub.post('/activity/events/batch', '[]', {
      'content-type': 'application/cloudevents-batch+json',
    });
    expect(answer).toMatchObject({ status: 415, json: { detail: expect.stringContaining('/activity/events') } });
  });
});
