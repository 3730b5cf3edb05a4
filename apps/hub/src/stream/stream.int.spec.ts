import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { type KeysHub, lesson, startKeysHub } from '../auth/testing/keys-hub.ts';
import { operatorKey } from '../testing/operator-key.ts';

let hub: KeysHub;
const open: (() => void)[] = [];

beforeAll(async () => {
  hub = await startKeysHub();
});
afterEach(() => {
  for (const close of open.splice(0)) close();
});
afterAll(() => hub?.stop());

interface Piece {
  readonly id: string;
  readonly type: string;
  readonly data: { readonly event_id: string; readonly metadata: Record<string, unknown> };
}

async function follow(query: string, headers: Record<string, string> = {}) {
  const ended = new AbortController();
  open.push(() => ended.abort());
  const answer = await fetch(`${hub.url}/activity/stream?${query}`, {
    headers: { authorization: `Bearer ${operatorKey}`, ...headers },
    signal: ended.signal,
  });
  return { answer, pieces: () => piecesOf(answer), close: () => ended.abort() };
}

async function* piecesOf(answer: Response): AsyncGenerator<Piece> {
  let text = '';
  for await (const chunk of answer.body as unknown as AsyncIterable<Uint8Array>) {
    text += Buffer.from(chunk).toString();
    const parts = text.split('\n\n');
    text = parts.pop() ?? '';
    for (const part of parts) {
      const [, id = '', type = '', data = ''] = /^id: (.*)\nevent: (.*)\ndata: (.*)$/.exec(part) ?? [];
      if (id !== '') yield { id, type, data: JSON.parse(data) };
    }
  }
}

async function take(pieces: AsyncGenerator<Piece>, count: number): Promise<Piece[]> {
  const taken: Piece[] = [];
  while (taken.length < count) {
    const { value, done } = await pieces.next();
    if (done) throw new Error(`The stream ended after ${taken.length} pieces.`);
    if (value.type === 'event') taken.push(value);
  }
  return taken;
}

async function publish(count: number, over: Record<string, unknown> = {}): Promise<string[]> {
  const events = Array.from({ length: count }, () => ({ ...lesson(), event_id: randomUUID(), ...over }));
  const { status } = await hub.call('POST', '/activity/events/batch', { body: events });
  if (status !== 200) throw new Error(`Not published: ${status}`);
  return events.map((event) => event.event_id);
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
