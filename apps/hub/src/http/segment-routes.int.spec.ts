import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import { Analytics } from '@segment/analytics-node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type IngestHub, startIngestHub } from '../testing/ingest-hub.ts';
import { operatorKey } from '../testing/operator-key.ts';

let hub: IngestHub;

beforeAll(async () => {
  hub = await startIngestHub({ bodyTimeoutMs: 400 });
});

afterAll(() => hub.stop());

/** A door before the hub: shut for the first requests, as a hub under load is, then it loses an answer. */
async function startDoor(shut: readonly number[]) {
  const statuses: number[] = [];
  async function pass(request: IncomingMessage): Promise<{ readonly status: number; readonly text: string }> {
    const body = await buffer(request);
    const refusal = shut[statuses.length];
    if (refusal !== undefined) return { status: refusal, text: '' };
    const headers = { 'content-type': 'application/json', authorization: request.headers.authorization ?? '' };
    const answer = await fetch(`${hub.url}${request.url}`, { method: 'POST', body, headers });
    const text = await answer.text();
    // Taken by the hub, but the library does not hear of it and has to send all of it again.
    return statuses.length === shut.length ? { status: 502, text: '' } : { status: answer.status, text };
  }
  const server = createServer((request, response) => {
    void pass(request).then(({ status, text }) => {
      statuses.push(status);
      response.writeHead(status, { 'content-type': 'application/json', 'retry-after': '1' }).end(text);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, statuses, close: () => new Promise((resolve) => server.close(resolve)) };
}

describe('the Segment library', () => {
  it('publishes through a full hub and a lost answer, each event once', async () => {
    const door = await startDoor([503, 429]);
    const analytics = new Analytics({ writeKey: operatorKey, host: door.url, flushAt: 20, maxRetries: 5 });
    const failures: unknown[] = [];
    analytics.on('error', (failure) => failures.push(failure));
    const session = randomUUID();
    for (let lesson = 0; lesson < 20; lesson++) {
      analytics.track({
        userId: 'ann',
        anonymousId: session,
        event: 'Lesson Completed',
        properties: { lesson_id: `l${lesson}` },
        context: { locale: 'ru-RU', timezone: 'Europe/Moscow', ip: '10.1.2.3' },
      });
    }
    await analytics.closeAndFlush({ timeout: 20_000 });
    await door.close();
    expect(failures).toEqual([]);
    expect(door.statuses).toEqual([503, 429, 502, 200]);
    const rows =
      await hub.sql`select event_type, user_id, sent_at, time_zone, metadata, context, payload ->> 'lesson_id' as lesson
      from event where session_id = ${session}`;
    expect(rows).toHaveLength(20);
    expect(new Set(rows.map((row) => row['lesson']))).toEqual(new Set(Array.from({ length: 20 }, (_, at) => `l${at}`)));
    expect(rows[0]).toMatchObject({
      event_type: 'activity.learning.lesson_completed',
      user_id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      time_zone: 'Europe/Moscow',
      sent_at: expect.anything(),
      metadata: { locale: 'ru-RU', ip_address: '10.1.2.3', context: { library: { name: '@segment/analytics-node' } } },
      context: { surface: 'segment' },
    });
  }, 30_000);

  it('publishes pages too', async () => {
    const analytics = new Analytics({ writeKey: operatorKey, host: hub.url, flushAt: 1 });
    const anonymousId = randomUUID();
    analytics.page({ anonymousId, name: 'Lesson', properties: { url: 'https://lms.example/lesson-1' } });
    await analytics.closeAndFlush({ timeout: 5_000 });
    const rows = await hub.sql`select event_type, payload from event where session_id = ${anonymousId}`;
    expect(rows).toMatchObject([
      { event_type: 'activity.learning.content_viewed', payload: { resource_id: 'https://lms.example/lesson-1' } },
    ]);
  });
});

describe('POST /v1/batch', () => {
  const track = (given: Record<string, unknown> = {}) => ({
    type: 'track',
    event: 'Lesson Completed',
    messageId: randomUUID(),
    userId: 'ann',
    timestamp: '2026-06-01T10:00:00.000Z',
    properties: { lesson_id: 'l1' },
    ...given,
  });
  const batch = (messages: readonly unknown[], around: Record<string, unknown> = {}) =>
    hub.post(
      '/v1/batch',
      JSON.stringify({ context: { library: [1] }, batch: messages, writeKey: 'secret', ...around }),
    );

  it('tells which messages were refused, keeps them, and stores the others', async () => {
    const bad = track({ event: 'Lesson Exploded', messageId: 'boom-1' });
    const answer = await batch([track(), bad, track(), track({ properties: { lesson_id: 1 } })]);
    expect(answer).toMatchObject({
      status: 200,
      json: {
        success: false,
        accepted: 2,
        refused: 2,
        items: [
          { index: 1, code: 'unknown_event_type', pointer: '/batch/1/event', event_id: 'boom-1' },
          { index: 3, code: 'invalid_payload', pointer: '/batch/3/properties/lesson_id' },
        ],
      },
    });
    const [item] = answer.json['items'] as { readonly refused_id: string }[];
    const [kept] = await hub.sql`select format, convert_from(raw, 'UTF8') as raw from refused_event
      where refused_id = ${String(item?.refused_id)}`;
    expect(kept).toMatchObject({ format: 'segment' });
    expect(JSON.parse(kept?.['raw'])).toEqual(bad);
  });

  it('says success when everything is stored, again too', async () => {
    const messages = [track(), track({ messageId: 'node-next-1' })];
    expect(await batch(messages)).toMatchObject({ status: 200, json: { success: true, accepted: 2, items: [] } });
    expect(await batch(messages)).toMatchObject({ status: 200, json: { success: true, duplicates: 2, items: [] } });
  });

  it('reads a message without an id or a time, and knows it again', async () => {
    const nameless = track({ messageId: undefined, timestamp: undefined, userId: randomUUID() });
    expect(await batch([nameless])).toMatchObject({ json: { accepted: 1 } });
    expect(await batch([nameless])).toMatchObject({ json: { duplicates: 1 } });
  });

  it('does not keep the write key of a body that it cannot read', async () => {
    const answer = await hub.post('/v1/batch', '{"writeKey":"ahk_secret","batch":[{]}');
    expect(answer).toMatchObject({ status: 400, json: { code: 'malformed_json' } });
    const [kept] = await hub.sql`select convert_from(raw, 'UTF8') as raw from refused_event
      where refused_id = ${String(answer.json['refused_id'])}`;
    expect(kept?.['raw']).toBe('{"writeKey":"","batch":[{]}');
  });

  it.each([
    ['{"events":[]}', 400, 'not_a_batch'],
    ['{"batch":{}}', 400, 'not_a_batch'],
    ['{"batch":[],"batch":[{}]}', 400, 'duplicate_key'],
    [`{"batch":[${'1,'.repeat(5_000)}1]}`, 413, 'batch_too_large'],
    ['', 400, 'empty_body'],
  ])('refuses %#', async (body, status, code) => {
    expect(await hub.post('/v1/batch', body)).toMatchObject({ status, json: { code } });
  });

  it('takes gzip, strange envelopes, and clocks that tell nothing', async () => {
    const body = JSON.stringify({ 'a,]}"': { batch: [{}] }, sentAt: 'now', batch: [track()], z: [[']']] });
    const answer = await hub.post('/v1/batch', gzipSync(body), { 'content-encoding': 'gzip' });
    expect(answer).toMatchObject({ status: 200, json: { success: true, accepted: 1 } });
  });

  it('wants a key as the user name', async () => {
    const headers = { authorization: `Basic ${Buffer.from('ahk_wrong:').toString('base64')}` };
    expect(await hub.post('/v1/batch', '{}', headers)).toMatchObject({ status: 401 });
  });

  it('has a route for every kind of message', async () => {
    const { type: _, ...message } = track();
    expect(await hub.post('/v1/track', JSON.stringify(message))).toMatchObject({ json: { success: true } });
    const identified = await hub.post('/v1/identify', JSON.stringify({ userId: 'ann', traits: { plan: 'full' } }));
    expect(identified).toMatchObject({
      json: { success: false, items: [{ code: 'unknown_event_type', pointer: '/type' }] },
    });
  });
});
