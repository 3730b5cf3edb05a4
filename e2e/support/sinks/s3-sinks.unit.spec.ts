import { zstdDecompressSync } from 'node:zlib';
import { recordedEventFixture } from '@activity-hub/contracts/plugin/testing/recorded-event-fixture';
import { type SinkTarget, sinkConformance } from '@activity-hub/contracts/plugin/testing/sink-conformance';
import { analytics } from '@activity-hub/plugins/sinks/analytics/analytics';
import { s3Ndjson } from '@activity-hub/plugins/sinks/s3-ndjson/s3-ndjson';
import { parquetReadObjects } from 'hyparquet';
import { afterEach, describe, expect, test } from 'vitest';
import { type S3StandIn, startS3 } from './s3-stand-in.ts';
import { testContext } from './test-context.ts';

// The reader brings snappy alone.
const compressors = { ZSTD: (bytes: Uint8Array) => new Uint8Array(zstdDecompressSync(bytes)) };

type Row = Readonly<Record<string, unknown>>;

const events = [1, 2, 3, 4].map((hour) =>
  recordedEventFixture({
    timestamp: `2026-05-04T2${hour % 4}:00:00.000Z`,
    recorded_at: `2026-05-0${hour < 4 ? 4 : 5}T01:00:00.000Z`,
    metadata: { ip_address: '203.0.113.7' },
    payload: { lesson_id: `lesson-${hour}` },
  }),
);

async function rowsIn(standIn: S3StandIn): Promise<Row[]> {
  const rows: Row[] = [];
  for (const [path, body] of await standIn.objects()) {
    if (path.endsWith('.parquet')) {
      const file = new Uint8Array(body).buffer;
      rows.push(...((await parquetReadObjects({ file, compressors })) as Row[]));
    } else {
      const lines = body.toString('utf8').split('\n').filter(Boolean);
      rows.push(...lines.map((line) => JSON.parse(line) as Row));
    }
  }
  return rows;
}

const target =
  (settings = {}) =>
  async (): Promise<SinkTarget> => {
    const standIn = await startS3();
    return {
      config: { ...standIn.config, ...settings },
      received: async () => (await rowsIn(standIn)).map((row) => String(row['event_id'])),
      violations: () => standIn.violations,
      fail: () => standIn.failNext(Number.POSITIVE_INFINITY, 503, { 'retry-after': '5' }),
      hang: () => standIn.delay(Number.POSITIVE_INFINITY),
      recover: () => standIn.reset(),
      stop: () => standIn.stop(),
    };
  };

describe('s3-ndjson', () => {
  for (const { name, run } of sinkConformance(s3Ndjson, { events, open: target() })) test(name, run);
});
describe('analytics in Parquet', () => {
  for (const { name, run } of sinkConformance(analytics, { events, open: target() })) test(name, run);
});
describe('analytics in NDJSON', () => {
  const open = target({ format: 'ndjson' });
  for (const { name, run } of sinkConformance(analytics, { events, open })) test(name, run);
});

describe('objects', () => {
  let standIn: S3StandIn;
  afterEach(() => standIn.stop());
  const connect = async (sink: typeof s3Ndjson | typeof analytics, settings = {}, given = {}) => {
    standIn = await startS3();
    const config = sink.manifest.config.parse({ ...standIn.config, ...settings });
    return sink.connect(config as never, testContext(given));
  };

  test('hold whole events, one object per day of recording', async () => {
    const connection = await connect(s3Ndjson);
    await connection.deliver(events);
    expect([...(await standIn.objects()).keys()].map((path) => path.split('/')[3])).toEqual([
      'dt=2026-05-04',
      'dt=2026-05-05',
    ]);
    expect(await rowsIn(standIn)).toEqual(events);
  });

  test('take their own place when the batch comes again in another order', async () => {
    const connection = await connect(s3Ndjson, { prefix: '' });
    await connection.deliver(events);
    await connection.deliver(events.toReversed());
    expect((await standIn.objects()).size).toBe(2);
  });

  test('of analytics are rows with instants, without what is known of devices', async () => {
    const connection = await connect(analytics);
    await connection.deliver(events.slice(0, 1));
    const [row] = await rowsIn(standIn);
    expect(row).toMatchObject({
      event_type: 'activity.learning.lesson_completed',
      category: 'learning',
      occurred_at: new Date('2026-05-04T21:00:00.000Z'),
      session_id: null,
      payload: '{"lesson_id":"lesson-1"}',
    });
    expect(JSON.stringify(row)).not.toContain('203.0.113.7');
  });

  test('of analytics hold metadata where that is wanted', async () => {
    const connection = await connect(analytics, { with_metadata: true });
    await connection.deliver(events.slice(0, 1));
    expect((await rowsIn(standIn))[0]?.['metadata']).toBe('{"ip_address":"203.0.113.7"}');
  });

  test('wait as long as the store says', async () => {
    const connection = await connect(s3Ndjson);
    standIn.failNext(1, 503, { 'retry-after': '5' });
    expect(await connection.deliver(events.slice(0, 1))).toMatchObject([{ outcome: 'retry', retryAfterSeconds: 5 }]);
  });

  test('are tried again when the bucket is not there: that is no fault of the events', async () => {
    const connection = await connect(s3Ndjson, { bucket: 'no-such-bucket' });
    expect(await connection.deliver(events.slice(0, 1))).toMatchObject([
      { outcome: 'retry', reason: expect.stringContaining('NoSuchBucket') },
    ]);
  });

  test('go through the fetch that the host lends, and nowhere else', async () => {
    const forbidden = () => Promise.reject(new TypeError('this address is forbidden'));
    const connection = await connect(s3Ndjson, {}, { fetch: forbidden });
    expect(await connection.deliver(events.slice(0, 1))).toMatchObject([
      { outcome: 'retry', reason: expect.stringContaining('forbidden') },
    ]);
    expect(standIn.requests).toEqual([]);
  });

  test('need a bucket and a key', async () => {
    await expect(connect(s3Ndjson, { bucket: '' })).rejects.toThrow('no bucket');
    await standIn.stop();
    await expect(connect(analytics, { secret_access_key: '' })).rejects.toThrow('no access key');
  });
});
