import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { type KeysHub, lesson, startKeysHub } from '../auth/testing/keys-hub.ts';
import { operatorKey } from '../testing/operator-key.ts';
import { piecesOf, take } from './testing/pieces-of.ts';

let hub: KeysHub;
const open: (() => void)[] = [];

beforeAll(async () => {
  hub = await startKeysHub();
});
afterEach(() => {
  for (const close of open.splice(0)) close();
});
afterAll(() => hub?.stop());

async function follow(query: string, headers: Record<string, string> = {}) {
  const ended = new AbortController();
  open.push(() => ended.abort());
  const answer = await fetch(`${hub.url}/activity/stream?${query}`, {
    headers: { authorization: `Bearer ${operatorKey}`, ...headers },
    signal: ended.signal,
  });
  return { answer, pieces: () => piecesOf(answer), close: () => ended.abort() };
}

async function publish(count: number, over: Record<string, unknown> = {}): Promise<string[]> {
  const events = Array.from({ length: count }, () => ({ ...lesson(), event_id: randomUUID(), ...over }));
  const { status } = await hub.call('POST', '/activity/events/batch', { body: events });
  if (status !== 200) throw new Error(`Not published: ${status}`);
  return events.map((event) => event.event_id);
}

/** As a client of tRPC follows the log. */
async function followByTrpc(input: unknown, headers: Record<string, string> = {}, url = hub.url) {
  const ended = new AbortController();
  open.push(() => ended.abort());
  const answer = await fetch(`${url}/trpc/stream.follow?input=${encodeURIComponent(JSON.stringify(input))}`, {
    headers: { authorization: `Bearer ${operatorKey}`, ...headers },
    signal: ended.signal,
  });
  const pieces = piecesOf(answer);
  expect((await pieces.next()).value?.type).toBe('connected');
  return { pieces, next: async () => (await pieces.next()).value, close: () => ended.abort() };
}

async function followers(): Promise<number> {
  const { body } = await hub.call<string>('GET', '/activity/metrics');
  return Number(/^hub_stream_followers (\d+)$/m.exec(body)?.[1]);
}

const marked = (marker: string) => `filter=${encodeURIComponent(`event.correlation_id == "${marker}"`)}`;

describe('the stream', () => {
  it('brings what matches from now on, and goes on from a cursor without gap or repeat', async () => {
    const marker = randomUUID();
    await publish(3, { correlation_id: marker });
    const first = await follow(`topics=activity.learning.*&${marked(marker)}`);
    const ids = await publish(50, { correlation_id: marker });
    const before = await take(first.pieces(), 20);
    first.close();
    ids.push(...(await publish(200, { correlation_id: marker })));
    const again = await follow(`topics=activity.learning.*&${marked(marker)}`, {
      'last-event-id': before.at(-1)?.id ?? '',
    });
    const after = await take(again.pieces(), 230);
    const seen = [...before, ...after].map(({ data }) => data.event_id);
    expect(seen).toHaveLength(250);
    expect(new Set(seen)).toEqual(new Set(ids));
  });

  it('masks what is personal, and leaves out what the hub noted for itself', async () => {
    const marker = randomUUID();
    const stream = await follow(marked(marker));
    await publish(1, { correlation_id: marker, metadata: { ip_address: '203.0.113.9' } });
    const [piece] = await take(stream.pieces(), 1);
    expect(piece?.data.metadata['ip_address']).toBe('[masked]');
    expect(piece?.data).not.toHaveProperty('context');
  });

  it('does not let a reading key ask for what it is not shown', async () => {
    const { secret } = await hub.make({ permissions: ['read'] });
    const marker = randomUUID();
    const asked = `event.metadata.ip_address == "203.0.113.9" || event.payload.last == true`;
    const stream = await follow(`filter=${encodeURIComponent(asked)}`, { authorization: `Bearer ${secret}` });
    await publish(1, { correlation_id: marker, metadata: { ip_address: '203.0.113.9' } });
    const [last] = await publish(1, { payload: { course_id: 'x', last: true } });
    const [piece] = await take(stream.pieces(), 1);
    expect(piece?.data.event_id).toBe(last);
  });

  it.each([
    ['topics=Not+A+Topic', 400, 'invalid_query'],
    ['filter=1+%2B', 422, 'invalid_filter'],
    ['cursor=abc', 400, 'invalid_cursor'],
    ['colour=red', 400, 'invalid_query'],
  ])('refuses %s before it begins', async (query, status, code) => {
    const { answer } = await follow(query);
    expect(answer.status).toBe(status);
    expect(await answer.json()).toMatchObject({ code });
  });

  it('comes over WebSocket too, for keys', async () => {
    const marker = randomUUID();
    const url = `${hub.url.replace('http', 'ws')}/activity/stream?${marked(marker)}`;
    const refused = new WebSocket(url);
    const status = await new Promise((resolve) => {
      refused.on('unexpected-response', (_request, response) => resolve(response.statusCode));
      refused.on('error', () => {});
    });
    expect(status).toBe(401);
    const socket = new WebSocket(url, { headers: { authorization: `Bearer ${operatorKey}` } });
    open.push(() => socket.terminate());
    await new Promise((resolve) => socket.on('open', resolve));
    const frames: { type: string; cursor: string; event: { event_id: string } }[] = [];
    const whole = new Promise<void>((resolve) => {
      socket.on('message', (data: Buffer) => {
        frames.push(JSON.parse(data.toString()));
        if (frames.length === 10) resolve();
      });
    });
    const ids = await publish(10, { correlation_id: marker });
    await whole;
    expect(new Set(frames.map(({ event }) => event.event_id))).toEqual(new Set(ids));
  });

  it('waits for a reader that is slow, in bounded memory, and loses nothing', async () => {
    const marker = randomUUID();
    const stream = await follow(marked(marker));
    const pieces = stream.pieces();
    const ids: string[] = [];
    for (let n = 0; n < 10; n++)
      ids.push(...(await publish(500, { correlation_id: marker, payload: { course_id: 'x'.repeat(200) } })));
    const seen = (await take(pieces, ids.length)).map(({ data }) => data.event_id);
    expect(new Set(seen)).toEqual(new Set(ids));
  });
});

describe('the subscription of tRPC', () => {
  const byMarker = (marker: string) => `event.correlation_id == "${marker}"`;

  it('tells its place at once, and goes on from the last id without gap or repeat', async () => {
    const marker = randomUUID();
    const input = { topics: 'activity.learning.*', filter: byMarker(marker) };
    const first = await followByTrpc(input);
    const place = await first.next();
    expect(place).toMatchObject({ type: 'heartbeat', id: expect.stringMatching(/./) });
    const ids = await publish(50, { correlation_id: marker, metadata: { ip_address: '203.0.113.9' } });
    const before = await take(first.pieces, 20);
    expect(before[0]?.data.metadata['ip_address']).toBe('[masked]');
    expect(before[0]?.data).not.toHaveProperty('context');
    first.close();
    ids.push(...(await publish(200, { correlation_id: marker })));
    // As the browser says it, and over what it had asked in the beginning.
    const again = await followByTrpc(
      { ...input, lastEventId: place?.id },
      { 'last-event-id': before.at(-1)?.id ?? '' },
    );
    const seen = [...before, ...(await take(again.pieces, 230))].map(({ data }) => data.event_id);
    expect(seen).toHaveLength(250);
    expect(new Set(seen)).toEqual(new Set(ids));
    const whole = await followByTrpc({ ...input, cursor: place?.id });
    expect(new Set((await take(whole.pieces, 250)).map(({ data }) => data.event_id))).toEqual(new Set(ids));
  });

  it('tells of events that are not in the hot log any longer', async () => {
    const marker = randomUUID();
    const user = randomUUID();
    const place = await (await followByTrpc({})).next();
    for (const close of open.splice(0)) close();
    const [gone, kept] = await publish(2, { correlation_id: marker, user_id: user });
    await hub.sql.begin(async (sql) => {
      await sql`set local session_replication_role = replica`;
      await sql`delete from event where event_id = ${gone ?? ''}`;
    });
    const again = await followByTrpc({ filter: byMarker(marker), cursor: place?.id });
    expect((await again.next())?.type).toBe('heartbeat');
    expect(await again.next()).toMatchObject({ type: 'gap', id: expect.stringMatching(/./), data: { missed: 1 } });
    expect((await take(again.pieces, 1))[0]?.data.event_id).toBe(kept);
  });

  it.each<Record<string, string>>([{ filter: '1 +' }, { topics: 'Not A Topic' }, { cursor: 'abc' }])(
    'refuses %j in the words of the stream over HTTP, and for good',
    async (input) => {
      const { answer } = await follow(new URLSearchParams(input).toString());
      const { request_id: _, ...problem } = (await answer.json()) as Record<string, unknown>;
      const refused = await (await followByTrpc(input)).next();
      expect(refused).toMatchObject({ type: 'serialized-error', data: { code: -32600, data: { problem } } });
    },
  );

  it.each([
    ['a key that only writes', 'forbidden'],
    ['nobody', 'unauthenticated'],
  ])('is shut for %s', async (who, code) => {
    const { secret } = await hub.make({ permissions: ['write'] });
    const refused = await (
      await followByTrpc({}, { authorization: who === 'nobody' ? '' : `Bearer ${secret}` })
    ).next();
    expect(refused).toMatchObject({ type: 'serialized-error', data: { code: -32600, data: { problem: { code } } } });
  });

  it('gives its place back when whoever follows is gone', async () => {
    await expect.poll(followers).toBe(0);
    const { next, close } = await followByTrpc({});
    await next();
    expect(await followers()).toBe(1);
    close();
    await expect.poll(followers).toBe(0);
  });

  it('says that the hub stops, as something after which to come again', async () => {
    const another = await hub.startAnother();
    const { next } = await followByTrpc({}, {}, another.url);
    expect((await next())?.type).toBe('heartbeat');
    const stopped = another.stop();
    const problem = { code: 'shutting_down', status: 503 };
    expect(await next()).toMatchObject({ type: 'serialized-error', data: { code: -32603, data: { problem } } });
    await stopped;
  });
});
