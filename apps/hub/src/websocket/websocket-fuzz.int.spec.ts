import { once } from 'node:events';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { sentEventFixture } from '../ingest/testing/sent-event-fixture.ts';
import { fuzzBounds, fuzzTimeoutMs } from '../testing/fuzz-bounds.ts';
import { type IngestHub, startIngestHub } from '../testing/ingest-hub.ts';
import { keptHeapMb } from '../testing/kept-heap-mb.ts';
import { asOperator } from '../testing/operator-key.ts';
import { openSocket } from '../testing/raw-request.ts';
import { greetedSocket, openIngestSocket } from './testing/ingest-socket.ts';

/** What compiled code and caches take; thousands of connections that stay would take more. */
const maxGrowthMb = 40;

let hub: IngestHub;

beforeAll(async () => {
  hub = await startIngestHub({ bodyTimeoutMs: 2_000 });
});

afterAll(() => hub.stop());

/** Messages that are nearly right: every member may be there, missing, or something else. */
const message = fc.oneof(
  fc
    .record(
      {
        type: fc.oneof(fc.constantFrom('hello', 'event', 'batch', 'ack'), fc.jsonValue()),
        seq: fc.oneof(fc.nat(), fc.jsonValue()),
        event: fc.oneof(fc.constant(sentEventFixture()), fc.jsonValue()),
        events: fc.oneof(fc.array(fc.jsonValue()), fc.jsonValue()),
        session: fc.jsonValue(),
        acknowledged: fc.jsonValue(),
      },
      { requiredKeys: [] },
    )
    .map((value) => JSON.stringify(value)),
  fc.string(),
  fc.uint8Array().map((bytes) => Buffer.from(bytes)),
);
const mine = new Set([1003, 1007, 1008, 4401, 4409]);

async function openConnections(): Promise<number> {
  const text = await (await fetch(`${hub.url}/activity/metrics`, { headers: asOperator })).text();
  return Number(/^hub_websocket_connections (\d+)/m.exec(text)?.[1]);
}

it(
  'answers any messages, or closes and blames who sent them',
  async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(message, { maxLength: 8 }), fc.boolean(), async (messages, saysHello) => {
        const client = saysHello
          ? await greetedSocket(hub.url)
          : await openIngestSocket(hub.url, { headers: asOperator });
        for (const text of messages) client.socket.send(text, { binary: false });
        client.socket.close(1000);
        const { code } = await client.closed();
        if (code !== 1000) expect(mine).toContain(code);
        for (const answer of client.answers) {
          if (answer['type'] === 'error')
            expect(answer).toMatchObject({ problem: { status: expect.toSatisfy((n: number) => n < 500) } });
        }
      }),
      fuzzBounds,
    );
    await expect.poll(openConnections).toBe(0);
  },
  fuzzTimeoutMs,
);

it(
  'survives bytes that are no frames, and forgets them',
  async () => {
    const head = [
      'GET /activity/ingest HTTP/1.1',
      'Host: localhost',
      'Connection: Upgrade',
      'Upgrade: websocket',
      'Sec-WebSocket-Version: 13',
      'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==',
      `Authorization: ${asOperator.authorization}`,
    ].join('\r\n');
    const heapBefore = keptHeapMb();
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), fc.boolean(), async (bytes, isAbrupt) => {
        const socket = await openSocket(hub.url);
        socket.on('error', () => undefined);
        socket.resume();
        socket.write(`${head}\r\n\r\n`);
        socket.write(bytes);
        if (isAbrupt) socket.destroy();
        else socket.end();
        if (!socket.closed) await once(socket, 'close');
      }),
      fuzzBounds,
    );
    await expect.poll(openConnections).toBe(0);
    expect(keptHeapMb() - heapBefore).toBeLessThan(maxGrowthMb);
    const { send, next, socket } = await greetedSocket(hub.url);
    send({ type: 'event', seq: 1, event: sentEventFixture() });
    expect(await next()).toMatchObject({ verdict: { status: 'accepted' } });
    socket.close();
  },
  fuzzTimeoutMs,
);
