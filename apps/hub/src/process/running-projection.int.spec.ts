import { randomUUID } from 'node:crypto';
import { VOIDED } from '@activity-hub/contracts/correction';
import { createPostgresConsumerStore } from '@activity-hub/db/checkpoints/postgres-consumer-store';
import { connectClickhouse } from '@activity-hub/db/clickhouse/client';
import { migrateClickhouse } from '@activity-hub/db/clickhouse/migrate';
import { createPostgresEventStore } from '@activity-hub/db/event-store/postgres-event-store';
import { connectPostgres, type Sql } from '@activity-hub/db/postgres/client';
import {
  createTestClickhouse,
  createTestDatabase,
  type TestClickhouse,
  type TestDatabase,
} from '@activity-hub/db/testing/test-servers';
import type { ClickHouseClient } from '@clickhouse/client';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { Gate } from '../bus/gate.ts';
import { LaneFeed } from '../bus/lane-feed.ts';
import { LogHeads } from '../bus/log-heads.ts';
import { type ProjectionOptions, RunningProjection } from './running-projection.ts';
import { appendAll, eventToAppend } from './testing/append-fixtures.ts';

let database: TestDatabase;
let clickhouse: TestClickhouse;
let sql: Sql;
let client: ClickHouseClient;

beforeAll(async () => {
  [database, clickhouse] = await Promise.all([createTestDatabase(), createTestClickhouse()]);
  sql = connectPostgres(database.url);
  client = connectClickhouse(clickhouse.url);
});

afterAll(async () => {
  await client.close();
  await sql.end();
  await Promise.all([database.drop(), clickhouse.drop()]);
});

const logger = pino({ level: 'silent' });

async function countOf(table: string): Promise<number> {
  const answer = await client.query({ query: `SELECT count() AS n FROM ${table}`, format: 'JSONEachRow' });
  const [row] = await answer.json<{ n: number | string }>();
  return Number(row?.n);
}

it('repeats exactly what it had announced when it died between the insert and the checkpoint', async () => {
  const eventStore = createPostgresEventStore(sql);
  const store = createPostgresConsumerStore(sql);
  await appendAll(
    eventStore,
    Array.from({ length: 1_500 }, () => eventToAppend({ user_id: randomUUID() })),
  );
  const heads = new LogHeads({
    connect: () => connectPostgres(database.url, { max: 1 }),
    eventStore,
    pollMs: 50,
    logger,
  });
  await heads.start();
  const observer = { inserted: vi.fn(), failed: vi.fn() };
  const projection = (over: Partial<ProjectionOptions['store']>) =>
    new RunningProjection({
      client,
      prepare: () => migrateClickhouse(clickhouse.url),
      store: { ...store, ...over },
      feed: new LaneFeed(eventStore),
      heads,
      gate: new Gate(4),
      observer,
      logger,
      eventOf: (id) => eventStore.get(id),
    });

  // The process dies here: the rows are in ClickHouse, PostgreSQL does not know it.
  const dying = projection({ finishRanges: () => new Promise(() => {}) });
  dying.start();
  await vi.waitFor(async () => expect(await countOf('event')).toBe(1_500), { timeout: 20_000 });
  expect(observer.inserted).not.toHaveBeenCalled();

  // More arrives meanwhile; the restarted one must not widen what was announced.
  await appendAll(
    eventStore,
    Array.from({ length: 500 }, () => eventToAppend({ user_id: randomUUID() })),
  );
  const restarted = projection({});
  restarted.start();
  await vi.waitFor(async () => expect(await countOf('event FINAL')).toBe(2_000), { timeout: 20_000 });
  const insertedCounts = () => observer.inserted.mock.calls.map(([, events]) => events);
  await vi.waitFor(() => expect(insertedCounts()).toEqual([1_500, 500]));

  // One of them is taken back: its row is written again, and no figure counts it.
  const mistake = eventToAppend({ user_id: randomUUID() });
  await appendAll(eventStore, [mistake]);
  const payload = { event_id: mistake.event_id, event_type: mistake.event_type, reason: 'a mistake' };
  const taken = eventToAppend({ user_id: mistake.user_id, event_type: VOIDED, payload });
  await appendAll(eventStore, [{ ...taken, origin: 'system' }]);
  await vi.waitFor(async () => expect(await countOf('event FINAL WHERE corrected = 1')).toBe(1), { timeout: 20_000 });
  expect(await countOf('event FINAL')).toBe(2_002);
  const [left] = await sql<{ n: number }[]>`select count(*)::float8 as n from projection_range`;
  expect(left?.n).toBe(0);
  await restarted.stop();
  await heads.stop();
});
