import { afterAll, beforeAll, expect, it } from 'vitest';
import { createIngestClient, type IngestClient } from '../grpc/testing/ingest-client.ts';
import { wireEvent } from '../grpc/testing/wire-event.ts';
import { sentEventFixture } from '../ingest/testing/sent-event-fixture.ts';
import { type IngestHub, startIngestHub } from '../testing/ingest-hub.ts';
import { greetedSocket } from '../websocket/testing/ingest-socket.ts';

let hub: IngestHub;
let grpc: IngestClient;

beforeAll(async () => {
  hub = await startIngestHub({ bodyTimeoutMs: 2_000 });
  grpc = createIngestClient(hub.grpcAddress);
});

afterAll(async () => {
  grpc.close();
  await hub.stop();
});

interface Answered {
  readonly duplicate: boolean;
  readonly receipt: unknown;
}

const count = 1_000;

it('stores 1,000 concurrent equal events of three surfaces once', async () => {
  const event = sentEventFixture({ event_id: 'ΩЖ-not-a-uuid', session_id: undefined, correlation_id: null });
  const text = JSON.stringify(event);
  const sockets = await Promise.all(Array.from({ length: 20 }, () => greetedSocket(hub.url)));

  async function overRest(): Promise<Answered> {
    const { json } = await hub.single(text);
    return { duplicate: json['duplicate'] === true, receipt: json['receipt'] };
  }
  async function overGrpc(): Promise<Answered> {
    const { verdict } = await grpc.publish(wireEvent(event));
    return { duplicate: verdict.status === 'DUPLICATE', receipt: { ...verdict.receipt } };
  }
  async function overWebSocket(n: number): Promise<Answered> {
    const socket = sockets[n % sockets.length] as (typeof sockets)[number];
    socket.send(`{"type":"event","seq":${n + 1},"event":${text}}`);
    const { verdict } = (await socket.next()) as {
      readonly verdict: { readonly status: string; readonly receipt: unknown };
    };
    return { duplicate: verdict.status === 'duplicate', receipt: verdict.receipt };
  }

  const surfaces = [overRest, overGrpc, overWebSocket];
  const answers = await Promise.all(
    Array.from({ length: count }, (_, n) => (surfaces[n % surfaces.length] ?? overRest)(n)),
  );
  expect(answers.filter(({ duplicate }) => !duplicate)).toHaveLength(1);
  for (const { receipt } of answers) expect(receipt).toEqual(answers[0]?.receipt);
  const rows = await hub.sql`select 1 from event`;
  expect(rows).toHaveLength(1);
  for (const { socket } of sockets) socket.close();
});

it('answers what was taken before it stops', async () => {
  const other = await startIngestHub({ bodyTimeoutMs: 2_000 });
  const client = createIngestClient(other.grpcAddress);
  const socket = await greetedSocket(other.url);
  const stream = client.stream();
  const acknowledged: number[] = [];
  stream.on('data', ({ seq }: { readonly seq: number }) => acknowledged.push(seq));
  const ended = new Promise<unknown>((resolve) => stream.once('error', resolve));
  for (let seq = 1; seq <= 50; seq++) {
    stream.write({ seq, events: [wireEvent(sentEventFixture())] });
    socket.send({ type: 'event', seq, event: sentEventFixture() });
  }
  expect(await socket.next()).toMatchObject({ type: 'ack', seq: 1 });
  await expect.poll(() => acknowledged.length).toBeGreaterThan(0);
  await other.stop();
  expect(await ended).toMatchObject({ code: 14 });
  expect((await socket.closed()).code).toBe(1012);
  const acks = socket.answers.filter((answer) => answer['type'] === 'ack');
  expect(acks.map((answer) => answer['seq'])).toEqual(acks.map((_, n) => n + 2));
  expect(acknowledged).toEqual(acknowledged.map((_, n) => n + 1));
  client.close();
}, 30_000);
