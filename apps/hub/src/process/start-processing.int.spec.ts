import { randomUUID } from 'node:crypto';
import type { RecordedEvent } from '@activity-hub/contracts/event';
import type { AnyAggregator } from '@activity-hub/contracts/plugin/aggregator';
import type { AnyDetector } from '@activity-hub/contracts/plugin/detector';
import { connectClickhouse } from '@activity-hub/db/clickhouse/client';
import type { EventStore } from '@activity-hub/db/event-store/event-store';
import { createPostgresEventStore } from '@activity-hub/db/event-store/postgres-event-store';
import { connectPostgres, type Sql } from '@activity-hub/db/postgres/client';
import {
  createTestClickhouse,
  createTestDatabase,
  type TestClickhouse,
  type TestDatabase,
} from '@activity-hub/db/testing/test-servers';
import { overactivity } from '@activity-hub/plugins/detectors/overactivity/overactivity';
import { pino } from 'pino';
import { Registry } from 'prom-client';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { WAKE_UP_CHANNEL } from '../bus/wake-up.ts';
import { type Processing, type ProcessingOptions, startProcessing } from './start-processing.ts';
import { appendAll, eventToAppend } from './testing/append-fixtures.ts';
import { attendance } from './testing/attendance.ts';

let database: TestDatabase;
let clickhouse: TestClickhouse;
let sql: Sql;
let store: EventStore;
let running: Processing[];

beforeEach(async () => {
  [database, clickhouse] = await Promise.all([createTestDatabase(), createTestClickhouse()]);
  sql = connectPostgres(database.url, { max: 4 });
  store = createPostgresEventStore(sql);
  running = [];
});

afterEach(async () => {
  await Promise.all(running.map((processing) => processing.stop()));
  await sql.end();
  await Promise.all([database.drop(), clickhouse.drop()]);
});

async function start(options: Partial<ProcessingOptions> = {}): Promise<Processing> {
  const processing = await startProcessing({
    databaseUrl: database.url,
    plugins: { aggregators: [attendance as AnyAggregator], detectors: [] },
    hubVersion: '0.1.0',
    logger: pino({ level: 'silent' }),
    registry: new Registry(),
    ...options,
    tuning: { pollMs: 50, paceMs: 20, deadlineCheckMs: 100, ...options.tuning },
  });
  running.push(processing);
  return processing;
}

async function caughtUp(...processings: readonly Processing[]): Promise<void> {
  await vi.waitFor(
    async () => {
      const heads = (await store.laneHeads()).reduce((sum, head) => sum + head, 0);
      const [done] = await sql<{ least: number }[]>`
        select min(done)::float8 as least from (select sum("offset") as done from checkpoint group by processor, version) sums`;
      expect(done?.least).toBe(heads);
      for (const processing of processings)
        expect(processing.statuses().map((status) => status.lagEvents)).toEqual(processing.statuses().map(() => 0));
    },
    { timeout: 30_000, interval: 50 },
  );
}

const users = Array.from({ length: 40 }, () => randomUUID());
const history = (count: number) =>
  Array.from({ length: count }, (_, index) => eventToAppend({ user_id: users[index % users.length] ?? null }));

async function seenByUser(): Promise<readonly number[]> {
  const rows = await sql<{ seen: number }[]>`
    select (state->>'seen')::float8 as seen from processor_state where processor = 'attendance' and window_kind = 'all'`;
  return rows.map((row) => row.seen);
}

async function countOf(eventType: string): Promise<number> {
  const [row] = await sql<{ n: number }[]>`select count(*)::float8 as n from event where event_type = ${eventType}`;
  return row?.n ?? 0;
}

/** Of those that were handed to a plugin, or not: what it failed at is among them. */
async function countedEvents(registry: Registry, processor: string): Promise<number> {
  const { values = [] } = (await registry.getSingleMetric('hub_process_events_total')?.get()) ?? {};
  const own = values.filter(({ labels }) => labels['processor'] === processor && labels['outcome'] !== 'failed');
  return own.reduce((sum, { value }) => sum + value, 0);
}

async function finishedEvents(processor: string): Promise<number> {
  const [row] = await sql<{ n: number }[]>`
    select sum("offset")::float8 as n from checkpoint where processor = ${processor}`;
  return row?.n ?? 0;
}

describe('startProcessing', () => {
  it('turns events into states, derived events, a case and rows in ClickHouse', async () => {
    const rusher = randomUUID();
    const rush = Array.from({ length: 130 }, (_, index) =>
      eventToAppend({ user_id: rusher, timestamp: new Date(Date.now() - 200_000 + index * 1000).toISOString() }),
    );
    const plugins = { aggregators: [attendance as AnyAggregator], detectors: [overactivity as AnyDetector] };
    const processing = await start({ plugins, clickhouse: { url: clickhouse.url } });
    await appendAll(store, [...history(800), ...rush]);
    await caughtUp(processing);

    // The last of the 131 is what the detector derived.
    expect((await seenByUser()).toSorted((a, b) => a - b)).toEqual([...users.map(() => 20), 131]);
    // 20 events make 6 thirds, 131 make 43.
    expect(await countOf('activity.milestone.reached')).toBe(users.length * 6 + 43);
    const cases = await sql`select detector, kind, user_id::text, severity, findings, status from anomaly_case`;
    expect(cases).toMatchObject([
      { detector: 'overactivity', user_id: rusher, severity: 'medium', findings: 1, status: 'open' },
    ]);
    expect(await countOf('activity.anomaly.detected')).toBe(1);

    const client = connectClickhouse(clickhouse.url);
    const projected = await client.query({
      query: 'SELECT count() AS n, uniqExact(event_id) AS ids FROM event FINAL',
      format: 'JSONEachRow',
    });
    const total = (await store.laneHeads()).reduce((sum, head) => sum + head, 0);
    expect(await projected.json()).toEqual([{ n: total, ids: total }]);
    await client.close();
    expect(processing.health().every((check) => check.ok)).toBe(true);
  });

  it('has every effect once although two hubs process the same lanes', async () => {
    const plugins = { aggregators: [attendance as AnyAggregator], detectors: [] };
    const [one, other] = await Promise.all([start({ plugins }), start({ plugins })]);
    for (let round = 0; round < 6; round++) await appendAll(store, history(400));
    await caughtUp(one, other);
    expect(await seenByUser()).toEqual(users.map(() => 60));
    expect(await countOf('activity.milestone.reached')).toBe(users.length * 20);
  });

  it('goes on where it stopped', async () => {
    await appendAll(store, history(400));
    const first = await start({ tuning: { batchEvents: 7, catchUpEvents: 7 } });
    await vi.waitFor(async () => expect((await seenByUser()).length).toBeGreaterThan(0));
    await first.stop();
    await caughtUp(await start());
    expect(await seenByUser()).toEqual(users.map(() => 10));
  });

  it('wakes up on a hint, and catches up by polling when hints are lost', async () => {
    const slow = await start({ tuning: { pollMs: 3_600_000 } });
    await appendAll(store, history(40));
    await sql.notify(WAKE_UP_CHANNEL, '');
    await caughtUp(slow);
    await slow.stop();

    const polling = await start();
    await sql`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'activity-hub hints' and datname = current_database()`;
    await appendAll(store, history(40));
    await caughtUp(polling);
    expect(await seenByUser()).toEqual(users.map(() => 2));
  });

  const failingPlugin = (fails: (event: RecordedEvent) => boolean): AnyAggregator => ({
    ...(attendance as AnyAggregator),
    manifest: { ...attendance.manifest, id: 'thrower' },
    apply(state, event) {
      if (fails(event)) throw new Error('cannot bear this event');
      return state;
    },
  });

  it('keeps an event a plugin fails at with its reason, and the lane goes on', async () => {
    const poison = randomUUID();
    const thrower = failingPlugin((event) => event.event_id === poison);
    const processing = await start({ plugins: { aggregators: [thrower], detectors: [] } });
    await appendAll(store, [
      ...history(40),
      eventToAppend({ event_id: poison, user_id: users[0] ?? null }),
      ...history(40),
    ]);
    await caughtUp(processing);
    const [place] = await sql`select lane, "offset" from event where event_id = ${poison}`;
    expect(await sql`select processor, event_id, lane, "offset", reason from plugin_error`).toEqual([
      { processor: 'thrower', event_id: poison, ...place, reason: 'Error: cannot bear this event' },
    ]);
    expect(processing.health()).toContainEqual(expect.objectContaining({ name: 'processor thrower', ok: true }));
  });

  it('quarantines a plugin that fails at everything, while the others go on', async () => {
    const plugins = { aggregators: [failingPlugin(() => true), attendance as AnyAggregator], detectors: [] };
    const registry = new Registry();
    const processing = await start({ plugins, registry });
    await appendAll(store, [...history(400)]);
    await vi.waitFor(() =>
      expect(processing.health()).toContainEqual(expect.objectContaining({ name: 'processor thrower', ok: false })),
    );
    await vi.waitFor(async () => expect((await seenByUser()).reduce((sum, seen) => sum + seen, 0)).toBe(400), {
      timeout: 10_000,
    });
    const [row] = await sql`select reason, reason_code, reason_values from processor_quarantine`;
    expect(row).toEqual({
      reason: expect.stringMatching(/failed at \d+ of the last \d+ events.*cannot bear this event/),
      reason_code: 'too_many_faults',
      reason_values: {
        faults: expect.any(Number),
        events: expect.any(Number),
        last: 'Error: cannot bear this event',
        last_code: 'threw',
        message: 'Error: cannot bear this event',
      },
    });
    const samples = await sql<{ reason: string }[]>`select reason from plugin_error`;
    expect(samples.length).toBeGreaterThan(0);
    expect(new Set(samples.map(({ reason }) => reason))).toEqual(new Set(['Error: cannot bear this event']));
    // Of the batch it was stopped in nothing is counted, as nothing of it is stored.
    for (const processor of ['thrower', 'attendance'])
      await vi.waitFor(async () =>
        expect(await countedEvents(registry, processor)).toBe(await finishedEvents(processor)),
      );

    await processing.stop();
    const again = await start({ plugins });
    await vi.waitFor(() => {
      const status = again.statuses().find(({ processor }) => processor === 'thrower');
      expect(status).toMatchObject({ condition: 'quarantined', reason: expect.stringContaining('cannot bear') });
    });
  });

  it('fires a deadline by the clock, once, and only when nothing was recorded lately', async () => {
    const old = new Date(Date.now() - 3 * 86_400_000).toISOString();
    await appendAll(store, [eventToAppend({ user_id: users[1] ?? null, timestamp: old })]);
    const patient = await start({ quietMs: 3_600_000 });
    await appendAll(store, [eventToAppend({ user_id: users[0] ?? null, timestamp: old })]);
    await caughtUp(patient);
    expect(await countOf('activity.inactivity.detected')).toBe(0);
    await patient.stop();

    const prompt = await start({ quietMs: 0 });
    await vi.waitFor(async () => expect(await countOf('activity.inactivity.detected')).toBe(1), { timeout: 10_000 });
    await caughtUp(prompt);
    // For the other one the time had passed before the plugin was there: noted, and announced to nobody.
    const rows =
      await sql`select state, deadline_at from processor_state where processor = 'attendance' and window_kind = 'all'`;
    // Their own inactivity event did not reach them, or they would have seen two.
    const fired = { state: { seen: 1, latest: null, missed: 1 }, deadline_at: null };
    expect([...rows]).toEqual([fired, fired]);
    expect(await countOf('activity.inactivity.detected')).toBe(1);
  });

  it('runs on without ClickHouse and says so', async () => {
    const processing = await start({ clickhouse: { url: 'http://127.0.0.1:9' } });
    await appendAll(store, history(40));
    await vi.waitFor(async () => expect(await seenByUser()).toEqual(users.map(() => 1)), { timeout: 10_000 });
    await vi.waitFor(() => {
      const check = processing.health().find(({ name }) => name === 'processor clickhouse');
      expect(check).toMatchObject({ ok: false, detail: expect.stringContaining('ECONNREFUSED') });
    });
  });

  it('refuses plugins that cannot run, by name', async () => {
    const newer: AnyAggregator = {
      ...(attendance as AnyAggregator),
      manifest: { ...attendance.manifest, id: 'newer', hub: '^9.0.0' },
    };
    const processing = await start({
      plugins: { aggregators: [newer, attendance as AnyAggregator], detectors: [] },
    });
    const checks = processing.health();
    expect(checks).toContainEqual(
      expect.objectContaining({ name: 'plugin newer', ok: false, detail: expect.stringContaining('^9.0.0') }),
    );
    expect(processing.statuses().map(({ processor }) => processor)).toEqual(['attendance']);
  });
});
