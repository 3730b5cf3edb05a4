import { once } from 'node:events';
import { status } from '@grpc/grpc-js';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { sentEventFixture } from '../ingest/testing/sent-event-fixture.ts';
import { connectionsOf } from '../testing/connections-of.ts';
import { fuzzBounds, fuzzTimeoutMs } from '../testing/fuzz-bounds.ts';
import { type IngestHub, startIngestHub } from '../testing/ingest-hub.ts';
import { keptHeapMb } from '../testing/kept-heap-mb.ts';
import { createIngestClient, type IngestClient, problemOfCall } from './testing/ingest-client.ts';
import { grpcFrame, openRawStream, serialized } from './testing/raw-stream.ts';
import { wireEvent } from './testing/wire-event.ts';

/** What compiled code and caches take; thousands of connections that stay would take more. */
const maxGrowthMb = 40;

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

/** A message that was right before some of its bytes were changed, cut off or doubled. */
const damaged = fc
  .record({
    cut: fc.nat(600),
    flips: fc.array(fc.tuple(fc.nat(600), fc.nat(255)), { maxLength: 8 }),
    twice: fc.boolean(),
    score: fc.jsonValue(),
  })
  .map(({ cut, flips, twice, score }) => {
    const event = wireEvent(sentEventFixture({ payload: { lesson_id: 'l', score } }));
    const bytes = serialized('PublishBatch', { events: [event] });
    for (const [at, value] of flips) bytes[at % bytes.length] = value;
    const kept = cut < bytes.length ? bytes.subarray(0, cut) : bytes;
    return twice ? Buffer.concat([kept, kept]) : kept;
  });
const message = fc.oneof(
  fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
  damaged,
);
const method = fc.constantFrom('Publish', 'PublishBatch', 'PublishStream', 'Upload');

it(
  'answers any bytes without a fault of its own',
  async () => {
    await fc.assert(
      fc.asyncProperty(method, message, async (name, bytes) => {
        const answer = client.raw(`/activity_hub.v1.Ingest/${name}`, bytes);
        const { grpc_code: code } = await answer.then(() => ({ grpc_code: status.OK }), problemOfCall);
        // A stream that answers nothing and ends well is what a unary client calls unimplemented.
        const isFault = code === status.INTERNAL || code === status.UNKNOWN;
        expect(isFault ? status[code as status] : 'no fault').toBe('no fault');
      }),
      fuzzBounds,
    );
  },
  fuzzTimeoutMs,
);

it(
  'survives frames that no client would send, and forgets them',
  async () => {
    const connections = (): number => connectionsOf(hub.grpcAddress);
    await client.publishBatch([]);
    const before = connections();
    const heapBefore = keptHeapMb();
    const frame = fc.record({ flag: fc.nat(255), bytes: message, claimed: fc.option(fc.nat(2 ** 32 - 1)) });
    await fc.assert(
      fc.asyncProperty(fc.array(frame, { maxLength: 5 }), fc.boolean(), async (frames, isAborted) => {
        const raw = await openRawStream(hub.grpcAddress);
        for (const { flag, bytes, claimed } of frames) {
          const whole = grpcFrame(bytes, flag % 3);
          if (claimed !== null) whole.writeUInt32BE(claimed, 1);
          raw.stream.write(whole);
        }
        raw.stream.resume();
        if (!isAborted) {
          raw.stream.end();
          await Promise.race([once(raw.stream, 'close'), new Promise((resolve) => setTimeout(resolve, 200))]);
        }
        raw.close();
      }),
      fuzzBounds,
    );
    const { verdict } = await client.publish(wireEvent(sentEventFixture()));
    expect(verdict.status).toBe('ACCEPTED');
    await expect.poll(connections, { timeout: 10_000 }).toBe(before);
    expect(keptHeapMb() - heapBefore).toBeLessThan(maxGrowthMb);
  },
  fuzzTimeoutMs,
);
