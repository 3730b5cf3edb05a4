import { hash } from 'node:crypto';
import { laneOf } from '@activity-hub/contracts/lane';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectPostgres, type Sql } from '../postgres/client.ts';
import { isTakenId } from '../postgres/retry-passing.ts';
import { createTestDatabase, type TestDatabase } from '../testing/test-servers.ts';
import { selectAppend } from './append-events.ts';
import { eventBatch } from './event-batch.ts';
import type { EventStore } from './event-store.ts';
import { createPostgresEventStore } from './postgres-event-store.ts';
import { readLanes } from './read-lanes.ts';
import { concurrentAppends } from './testing/concurrent-appends.ts';
import { eventFixture } from './testing/event-fixtures.ts';
import { eventStoreConformance } from './testing/event-store-conformance.ts';
import type { EventStoreHarness } from './testing/event-store-harness.ts';

let database: TestDatabase;
let sql: Sql;
let store: EventStore;

beforeAll(async () => {
  database = await createTestDatabase();
  // One connection for each lane that is watched and each writer: none may wait behind a held append.
  sql = connectPostgres(database.url, { max: 40 });
  store = createPostgresEventStore(sql);
});

afterAll(async () => {
  await sql.end();
  await database.drop();
});

async function postgresHarness(): Promise<EventStoreHarness> {
  return {
    store,
    async hold(events) {
      const connection = await sql.reserve();
      const end = async (how: 'commit' | 'rollback'): Promise<void> => {
        await connection.unsafe(how);
        connection.release();
      };
      await connection`begin`;
      try {
        await selectAppend(connection, eventBatch(events), 'look first');
      } catch (error) {
        await end('rollback');
        if (isTakenId(error)) return undefined;
        throw error;
      }
      return { commit: () => end('commit'), rollBack: () => end('rollback') };
    },
  };
}

describe('the PostgreSQL event store', () => {
  eventStoreConformance(postgresHarness);
  concurrentAppends(postgresHarness, 25);

  it('answers stretches of one lane apart, also where they overlap', async () => {
    const events = Array.from({ length: 5 }, () => eventFixture({ user_id: '7c1d2c9a-0b7e-5d34-9a51-3c2f8e4b7a10' }));
    await store.append(events);
    const lane = laneOf(events[0] as (typeof events)[number]);
    const all = (await readLanes(sql, [{ lane, afterOffset: 0, limit: 1_000 }])).flat();
    const from = (all.at(-1)?.offset ?? 0) - 5;
    const asks = [3, 0, 1].map((skipped) => ({ lane, afterOffset: from + skipped, limit: 2 }));
    const stretches = await readLanes(sql, asks);
    expect(stretches.map((stretch) => stretch.map(({ offset }) => offset - from))).toEqual([
      [4, 5],
      [1, 2],
      [2, 3],
    ]);
  });

  it('keeps the order of a lane where small events and large ones alternate', async () => {
    const user_id = '3f0e8a52-6b1d-5c47-8e90-1a2b3c4d5e6f';
    const payloads = Array.from({ length: 300 }, (_, n) => ({ n, text: 'x'.repeat(n % 3 === 0 ? 700 : 10) }));
    const events = payloads.map((payload) => eventFixture({ user_id, payload: JSON.stringify(payload) }));
    await store.append(events);
    const lane = laneOf(events[0] as (typeof events)[number]);
    const [stretch = []] = await readLanes(sql, [{ lane, afterOffset: 0, limit: 1_000 }]);
    expect(stretch.map(({ offset }) => offset)).toEqual(stretch.map((_, at) => at + 1));
    expect(stretch.slice(-300).map(({ event }) => event.payload)).toEqual(payloads);
  });

  it('met no deadlock in all of that', async () => {
    // Statistics of a backend appear when it is idle; asking it to flush makes them appear now.
    await sql`select pg_stat_force_next_flush()`;
    const [row] = await sql`select deadlocks from pg_stat_database where datname = current_database()`;
    expect(row).toEqual({ deadlocks: 0 });
  });

  it('records a digest that salt and canonical form prove', async () => {
    const event = eventFixture();
    const [outcome] = await store.append([event]);
    const [row] = await sql<{ salt: Buffer; digest: Buffer; key_salt: Buffer; key_digest: Buffer }[]>`
      select event.salt, event.digest, key.salt as key_salt, key.digest as key_digest
      from event join event_key as key using (event_id) where event_id = ${event.event_id}`;
    if (row === undefined) throw new Error('not recorded');
    expect(row.salt).toHaveLength(16);
    expect(row.digest.toString('hex')).toBe(
      hash('sha256', Buffer.concat([row.salt, Buffer.from(event.canonical)]), 'hex'),
    );
    expect(outcome).toMatchObject({ digest: row.digest.toString('hex') });
    expect([row.key_salt, row.key_digest]).toEqual([row.salt, row.digest]);
  });

  it('answers erased for the repeat of an erased event', async () => {
    const event = eventFixture();
    await store.append([event]);
    await sql.begin(async (transaction) => {
      await transaction`set local hub.erasure = 'on'`;
      await transaction`update event_key set erased = true, salt = null where event_id = ${event.event_id}`;
    });
    expect(await store.append([event])).toEqual([{ status: 'erased' }]);
  });

  it('never runs backwards in a lane when the clock does', async () => {
    const event = eventFixture();
    const later = new Date(Date.now() + 40 * 86_400_000).toISOString();
    await sql`update lane set last_recorded_at = ${later} where lane = ${laneOf(event)}`;
    expect(await store.append([event])).toMatchObject([{ status: 'accepted', recorded_at: later }]);
  });

  it('makes the partition of a month that nobody had made', async () => {
    const [month] = await sql<{ name: string }[]>`
      select 'event_' || to_char(clock_timestamp() at time zone 'UTC', 'YYYY_MM') as name`;
    const event = eventFixture();
    await sql`update lane set last_recorded_at = '-infinity'`;
    await sql.unsafe(`alter table event detach partition ${month?.name}`);
    await sql.unsafe(`alter table ${month?.name} rename to before_${month?.name}`);
    expect(await store.append([event])).toMatchObject([{ status: 'accepted' }]);
    const [row] = await sql`select tableoid::regclass::text as name from event where event_id = ${event.event_id}`;
    expect(row).toEqual(month);
  });

  it.each([
    ['update', 'update event set source_system = source_system'],
    ['delete', 'delete from event where false'],
    ['truncate', 'truncate event'],
    ['change of an id key', 'update event_key set erased = true'],
  ])('refuses the %s', async (_, statement) => {
    await expect(sql.unsafe(statement)).rejects.toMatchObject({ code: '42501' });
  });

  it('refuses a change of each partition by its own name', async () => {
    const partitions = await sql<{ name: string }[]>`
      select inhrelid::regclass::text as name from pg_inherits where inhparent = 'event'::regclass limit 5`;
    expect(partitions.length).toBeGreaterThan(3);
    for (const { name } of partitions) {
      for (const statement of [`delete from ${name}`, `truncate ${name}`, `update ${name} set lane = 0`]) {
        await expect(sql.unsafe(statement)).rejects.toMatchObject({ code: '42501' });
      }
    }
  });
});
