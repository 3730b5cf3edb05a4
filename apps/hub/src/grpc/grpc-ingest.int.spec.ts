import { type ClientDuplexStream, credentials, loadPackageDefinition, Metadata, status } from '@grpc/grpc-js';
import { service as healthService } from 'grpc-health-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sentEventFixture } from '../ingest/testing/sent-event-fixture.ts';
import { type IngestHub, startIngestHub } from '../testing/ingest-hub.ts';
import { createIngestClient, type IngestClient, problemOfCall } from './testing/ingest-client.ts';
import { openRawStream } from './testing/raw-stream.ts';
import { wireEvent } from './testing/wire-event.ts';
import type { PublishStreamRequest, PublishStreamResponse } from './wire-messages.ts';

let hub: IngestHub;
let client: IngestClient;

beforeAll(async () => {
  hub = await startIngestHub({ bodyTimeoutMs: 2_000 });
  client = createIngestClient(hub.grpcAddress);
});

afterAll(async () => {
  client.close();
  await hub.stop();
});

const failureOf = (call: Promise<unknown>): Promise<Record<string, unknown>> =>
  call.then(() => ({ grpc_code: status.OK }), problemOfCall);

describe('one event', () => {
  it('is the same event as over REST', async () => {
    const event = sentEventFixture({ session_id: null, metadata: { locale: 'ru-RU', note: 'Ж' } });
    const { verdict } = await client.publish(wireEvent(event));
    expect(verdict).toMatchObject({ status: 'ACCEPTED', receipt: { event_id: event['event_id'] } });
    const repeat = await hub.single(JSON.stringify(event));
    expect([repeat.status, repeat.json]).toMatchObject([200, { status: 'duplicate', receipt: verdict.receipt }]);
    const again = await client.publish(wireEvent(event));
    expect(again.verdict).toEqual({ ...verdict, status: 'DUPLICATE' });
  });

  it('is a conflict with other content', async () => {
    const event = sentEventFixture();
    await client.publish(wireEvent(event));
    expect(await failureOf(client.publish(wireEvent({ ...event, payload: { lesson_id: 'x' } })))).toMatchObject({
      grpc_code: status.ALREADY_EXISTS,
      code: 'event_id_conflict',
      verdict: 'conflict',
      kept_digest: expect.any(String),
    });
  });

  const bad: readonly [string, object, object][] = [
    ['no id', { event_id: undefined }, { code: 'invalid_event', pointer: '/event_id' }],
    [
      'a key twice',
      { payload: '{"lesson_id":"a","lesson_id":"b"}' },
      { code: 'duplicate_key', pointer: '/payload/lesson_id' },
    ],
    ['a number beyond its precision', { payload: '{"score":12345678901234567890}' }, { code: 'number_out_of_range' }],
    ['a payload that reaches out', { payload: '{},"user_id":"x"' }, { code: 'malformed_json' }],
    ['a payload that is no object', { payload: '[1]' }, { code: 'invalid_event', pointer: '/payload' }],
    ['a payload that is no UTF-8', { payload: Buffer.from([0x22, 0xff, 0x22]) }, { code: 'invalid_utf8' }],
    ['a NUL', { correlation_id: 'a\0b' }, { code: 'nul_character', pointer: '/correlation_id' }],
    ['a NUL in the payload', { payload: '{"lesson_id":"\\u0000"}' }, { code: 'nul_character' }],
    ['a forbidden key', { metadata: '{"__proto__":{}}' }, { code: 'forbidden_key', pointer: '/metadata/__proto__' }],
    ['a nesting too deep', { metadata: `{"a":${'['.repeat(40)}${']'.repeat(40)}}` }, { code: 'too_deep' }],
    ['too many bytes', { payload: JSON.stringify({ a: 'x'.repeat(300_000) }) }, { code: 'event_too_large' }],
    ['an unknown type', { event_type: 'learning.exploded' }, { code: 'unknown_event_type' }],
  ];
  it.each(bad)('is refused and kept: %s', async (_name, given, expected) => {
    const event = wireEvent(sentEventFixture());
    const broken = Object.fromEntries(
      Object.entries(given).map(([key, value]) => [
        key,
        typeof value === 'string' && (key === 'payload' || key === 'metadata') ? Buffer.from(value) : value,
      ]),
    );
    const problem = await failureOf(client.publish({ ...event, ...broken }));
    expect(problem).toMatchObject({ grpc_code: status.INVALID_ARGUMENT, ...expected, refused_id: expect.any(String) });
    const rows = await hub.sql`select 1 from refused_event where refused_id = ${String(problem['refused_id'])}`;
    expect(rows).toHaveLength(1);
  });

  it('says when bytes are no message, and what is missing', async () => {
    const path = '/activity_hub.v1.Ingest/Publish';
    expect(await failureOf(client.raw(path, Buffer.from('this is no protobuf')))).toMatchObject({
      grpc_code: status.INVALID_ARGUMENT,
      code: 'malformed_message',
      refused_id: expect.any(String),
    });
    expect(await failureOf(client.raw(path, Buffer.alloc(0)))).toMatchObject({ code: 'empty_body' });
    expect(await failureOf(client.raw('/activity_hub.v1.Ingest/Nothing', Buffer.alloc(0)))).toMatchObject({
      grpc_code: status.UNIMPLEMENTED,
    });
  });

  it('keeps what the metadata says of the call', async () => {
    const metadata = new Metadata();
    const traceParent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    metadata.set('traceparent', traceParent);
    metadata.set('activity-sent-at', '2026-06-01T10:00:00Z');
    const { verdict } = await client.publish(wireEvent(sentEventFixture()), metadata);
    const [row] = await hub.sql`select context, sent_at from event where event_id = ${verdict.receipt?.event_id ?? ''}`;
    expect(row).toMatchObject({ context: { surface: 'grpc', trace_parent: traceParent } });
    metadata.set('activity-sent-at', 'yesterday');
    expect(await failureOf(client.publish(wireEvent(sentEventFixture()), metadata))).toMatchObject({
      code: 'invalid_timestamp',
    });
  });
});

describe('a call that waits', () => {
  it('says whether the read model has seen it', async () => {
    const metadata = new Metadata();
    metadata.set('activity-wait', 'projected');
    metadata.set('activity-wait-ms', '50');
    // No consumer runs here, so nothing is seen; the event is stored all the same.
    expect(await client.publish(wireEvent(sentEventFixture()), metadata)).toMatchObject({
      verdict: { status: 'ACCEPTED' },
      waited: { read_model: 'projected', lag_events: expect.any(Number) },
    });
    metadata.set('activity-wait', 'nothing');
    expect(await failureOf(client.publish(wireEvent(sentEventFixture()), metadata))).toMatchObject({
      grpc_code: status.INVALID_ARGUMENT,
      code: 'invalid_query',
    });
  });
});

describe('a batch', () => {
  it('answers every event in the order sent', async () => {
    const first = sentEventFixture();
    const answer = await client.publishBatch([
      wireEvent(first),
      wireEvent(sentEventFixture({ event_type: 'learning.exploded' })),
      wireEvent(first),
      wireEvent({ ...first, payload: { lesson_id: 'other' } }),
    ]);
    expect(answer).toMatchObject({ accepted: 1, duplicates: 1, refused: 1, conflicts: 1 });
    expect(answer.items.map((item) => item.status)).toEqual(['ACCEPTED', 'REFUSED', 'DUPLICATE', 'CONFLICT']);
    expect(answer.items[1]).toMatchObject({ pointer: '/events/1/event_type' });
  });

  it('is bounded in events and bytes', async () => {
    const many = Array.from({ length: 5_001 }, () => ({}));
    expect(await failureOf(client.publishBatch(many))).toMatchObject({ code: 'batch_too_large' });
    const large = wireEvent(sentEventFixture({ payload: { a: 'x'.repeat(200_000) } }));
    expect(await failureOf(client.publishBatch(Array.from({ length: 50 }, () => large)))).toMatchObject({
      grpc_code: status.RESOURCE_EXHAUSTED,
    });
  });
});

type Stream = ClientDuplexStream<PublishStreamRequest, PublishStreamResponse>;

async function conversation(stream: Stream): Promise<{ answers: PublishStreamResponse[]; failure: unknown }> {
  const answers: PublishStreamResponse[] = [];
  try {
    for await (const answer of stream) answers.push(answer as PublishStreamResponse);
    return { answers, failure: undefined };
  } catch (failure) {
    return { answers, failure };
  }
}

describe('a stream', () => {
  it('answers every frame once it is durable, in the order sent', async () => {
    const stream = client.stream();
    const frames = Array.from({ length: 300 }, (_, n) => ({
      seq: n + 1,
      events: Array.from({ length: (n % 3) + 1 }, () => wireEvent(sentEventFixture())),
    }));
    for (const frame of frames) stream.write(frame);
    stream.end();
    const { answers, failure } = await conversation(stream);
    expect(failure).toBeUndefined();
    expect(answers.map((answer) => [answer.seq, answer.verdicts.length])).toEqual(
      frames.map((frame) => [frame.seq, frame.events.length]),
    );
    const ids = answers.flatMap((answer) => answer.verdicts.map((verdict) => verdict.receipt?.event_id ?? ''));
    const rows = await hub.sql`select 1 from event where event_id in ${hub.sql(ids)}`;
    expect(rows).toHaveLength(ids.length);
  });

  it('answers what came before a frame that cannot be read', async () => {
    const stream = client.stream();
    stream.write({ seq: 7, events: [wireEvent(sentEventFixture())] });
    stream.write({ seq: 8, events: Array.from({ length: 6 }, () => ({ payload: Buffer.alloc(200_000) })) });
    const { answers, failure } = await conversation(stream);
    expect(answers).toMatchObject([{ seq: 7, verdicts: [{ status: 'ACCEPTED' }] }]);
    expect(problemOfCall(failure)).toMatchObject({ grpc_code: status.INVALID_ARGUMENT, code: 'body_too_large' });
  });

  it('is not read on while its answers are not read', async () => {
    // By HTTP/2 alone: the client of grpc-js takes answers into its memory that nobody reads.
    const raw = await openRawStream(hub.grpcAddress);
    // Repeats of one event: what is measured is the flow, not the log.
    const events = Array.from({ length: 50 }, () => wireEvent(sentEventFixture({ event_id: 'again' })));
    let written = 0;
    while (written < 5_000 && (await raw.write({ seq: ++written, events }, 1_000)));
    expect(written).toBeLessThan(1_000);
    raw.close();
    expect((await client.publish(wireEvent(sentEventFixture()))).verdict.status).toBe('ACCEPTED');
  });

  it('has a form with one answer at its end', async () => {
    const frames = Array.from({ length: 50 }, (_, n) => ({
      seq: n + 1,
      events: [wireEvent(sentEventFixture()), wireEvent(n === 20 ? {} : sentEventFixture())],
    }));
    expect(await client.upload(frames)).toMatchObject({
      accepted: 99,
      refused: 1,
      faults: [{ seq: 21, index: 1, verdict: { status: 'REFUSED' } }],
    });
    expect(await client.upload([])).toMatchObject({ faults: [] });
  });
});

describe('the key', () => {
  it('is asked for by every method', async () => {
    const unkeyed = createIngestClient(hub.grpcAddress, '');
    const unknown = createIngestClient(hub.grpcAddress, 'ahk_000000000000_nothing');
    for (const stranger of [unkeyed, unknown]) {
      const expected = { grpc_code: status.UNAUTHENTICATED, code: 'unauthenticated' };
      expect(await failureOf(stranger.publish(wireEvent(sentEventFixture())))).toMatchObject(expected);
      expect(await failureOf(stranger.publishBatch([]))).toMatchObject(expected);
      expect(await failureOf(stranger.upload([]))).toMatchObject(expected);
      expect(problemOfCall((await conversation(stranger.stream())).failure)).toMatchObject(expected);
      stranger.close();
    }
  });
});

describe('what every gRPC server has', () => {
  it('tells its health', async () => {
    const Health = loadPackageDefinition({ Health: healthService })['Health'] as never as new (
      address: string,
      with_: unknown,
    ) => {
      check(message: object, done: (failure: Error | null, answer: { status: string }) => void): void;
      close(): void;
    };
    const health = new Health(hub.grpcAddress, credentials.createInsecure());
    for (const service of ['', 'activity_hub.v1.Ingest']) {
      const answer = await new Promise((resolve, reject) => {
        health.check({ service }, (failure, given) => (failure === null ? resolve(given) : reject(failure)));
      });
      expect(answer).toEqual({ status: 'SERVING' });
    }
    health.close();
  });

  it('describes itself', async () => {
    // ServerReflectionRequest { list_services: "" } and { file_containing_symbol: … } in protobuf.
    const path = '/grpc.reflection.v1.ServerReflection/ServerReflectionInfo';
    const services = await client.raw(path, Buffer.from([0x3a, 0x00]));
    expect(services.toString('latin1')).toContain('activity_hub.v1.Ingest');
    expect(services.toString('latin1')).toContain('grpc.health.v1.Health');
    const symbol = Buffer.from('activity_hub.v1.Ingest');
    const file = await client.raw(path, Buffer.concat([Buffer.from([0x22, symbol.length]), symbol]));
    expect(file.toString('latin1')).toContain('PublishStreamRequest');
  });
});
