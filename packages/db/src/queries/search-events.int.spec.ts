import { randomUUID } from 'node:crypto';
import { eventTypes } from '@activity-hub/contracts/event-types/catalog';
import type { ClickHouseClient } from '@clickhouse/client';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connectClickhouse } from '../clickhouse/client.ts';
import { migrateClickhouse } from '../clickhouse/migrate.ts';
import type { EventStore, EventToAppend } from '../event-store/event-store.ts';
import { createPostgresEventStore } from '../event-store/postgres-event-store.ts';
import type { RecordedEventRow } from '../event-store/recorded-event-row.ts';
import { connectPostgres, type Sql } from '../postgres/client.ts';
import {
  createTestClickhouse,
  createTestDatabase,
  type TestClickhouse,
  type TestDatabase,
} from '../testing/test-servers.ts';
import { connectQueryPool } from './connect-query-pool.ts';
import type { EventFilter } from './event-filter.ts';
import { exactInstant, exactInstantOfMicros, toWire } from './exact-instant.ts';
import { pageOf, readCursor } from './keyset.ts';
import { scanEvents } from './scan-events.ts';
import { searchEvents } from './search-events.ts';
import { searchProjectedEvents } from './search-projected-events.ts';
import { projectLog } from './testing/project-log.ts';
import { sampleEvent } from './testing/sample-event.ts';

let database: TestDatabase;
let analytics: TestClickhouse;
let writer: Sql;
let reader: Sql;
let clickhouse: ClickHouseClient;
let store: EventStore;

beforeAll(async () => {
  [database, analytics] = await Promise.all([createTestDatabase(), createTestClickhouse()]);
  await migrateClickhouse(analytics.url, analytics.database);
  writer = connectPostgres(database.url, { max: 4 });
  reader = connectQueryPool(database.url, { max: 4 });
  clickhouse = connectClickhouse(analytics.url, { database: analytics.database });
  store = createPostgresEventStore(writer);
});

afterAll(async () => {
  await Promise.all([writer.end(), reader.end(), clickhouse.close()]);
  await Promise.all([database.drop(), analytics.drop()]);
});

const someTypes = eventTypes.slice(0, 3).map((type) => type.event_type);

type Search = (filter: EventFilter) => Promise<readonly RecordedEventRow[]>;

/** Reads page after page to the end, doing something between two pages. */
async function walk(search: Search, filter: EventFilter, between: () => Promise<unknown>): Promise<string[]> {
  const seen: string[] = [];
  let cursor: string | undefined;
  for (;;) {
    const found = await search({ ...filter, after: readCursor(cursor) });
    const { rows, next } = pageOf(found, filter.limit, (row) => ({
      at: exactInstant(row.occurred_at),
      id: row.event_id,
    }));
    seen.push(...rows.map((row) => row.event_id));
    if (next === null) return seen;
    cursor = next;
    await between();
  }
}

let run = 0;

/** A group of events that one filter finds and no other run made, crowded into few microseconds. */
interface Crowd {
  readonly filter: Omit<EventFilter, 'limit' | 'sight'> & { readonly sight: readonly string[] };
  make(): EventToAppend;
}

function crowdOf(spread: number): Crowd {
  const base = (Date.UTC(2010, 0, 1) + run++ * 86_400_000) * 1000;
  const user = randomUUID();
  return {
    filter: {
      sight: [user],
      user_id: user,
      from: exactInstantOfMicros(base),
      to: exactInstantOfMicros(base + spread + 1),
      source: `crowd-${run}`,
    },
    make: () =>
      sampleEvent({
        timestamp: toWire(exactInstantOfMicros(base + Math.floor(Math.random() * (spread + 1)))),
        event_type: someTypes[Math.floor(Math.random() * someTypes.length)] ?? '',
        user_id: user,
        source_system: `crowd-${run}`,
      }),
  };
}

const ways: Record<
  string,
  {
    readonly search: Search;
    readonly pick: (filter: Crowd['filter']) => Omit<EventFilter, 'limit'>;
    readonly projected: boolean;
  }
> = {
  'by user, from PostgreSQL': {
    search: (filter) => searchEvents(reader, filter),
    pick: ({ user_id }) => ({ sight: 'everybody', user_id }),
    projected: false,
  },
  'by time, from PostgreSQL': {
    search: (filter) => searchEvents(reader, filter),
    pick: ({ from, to }) => ({ sight: 'everybody', from, to }),
    projected: false,
  },
  'within sight, from PostgreSQL': {
    search: (filter) => searchEvents(reader, filter),
    pick: ({ sight }) => ({ sight: [...sight, randomUUID()] }),
    projected: false,
  },
  'within a wide sight, from PostgreSQL': {
    search: (filter) => searchEvents(reader, filter),
    pick: ({ sight }) => ({ sight: [...sight, ...Array.from({ length: 1_100 }, () => randomUUID())] }),
    projected: false,
  },
  'within sight and by types, from PostgreSQL': {
    search: (filter) => searchEvents(reader, filter),
    pick: ({ sight }) => ({ sight, types: someTypes }),
    projected: false,
  },
  'within sight, from ClickHouse': {
    search: (filter) => searchProjectedEvents(clickhouse, filter),
    pick: ({ sight, from, to }) => ({ sight, from, to }),
    projected: true,
  },
  'within sight, from a scan': {
    search: (filter) => scanEvents(reader, { ...filter, from: filter.from ?? '' }),
    pick: ({ sight, from, to }) => ({ sight, from, to }),
    projected: false,
  },
  'by types, from PostgreSQL': {
    search: (filter) => searchEvents(reader, filter),
    pick: ({ from, to }) => ({ sight: 'everybody', from, to, types: someTypes }),
    projected: false,
  },
  'by source, from ClickHouse': {
    search: (filter) => searchProjectedEvents(clickhouse, filter),
    pick: ({ source }) => ({ sight: 'everybody', source }),
    projected: true,
  },
  'by source, from a scan': {
    search: (filter) => scanEvents(reader, { ...filter, from: filter.from ?? '' }),
    pick: ({ source, from, to }) => ({ sight: 'everybody', source, from, to }),
    projected: false,
  },
};

describe('paging', () => {
  test.each(Object.entries(ways))(
    'neither repeats nor skips an event while others arrive at the same microseconds: %s',
    async (_, { search, pick, projected }) => {
      await fc.assert(
        fc.asyncProperty(
          fc.integer({ min: 0, max: 25 }),
          fc.integer({ min: 1, max: 7 }),
          fc.constantFrom(0, 2, 2_000),
          async (count, limit, spread) => {
            const crowd = crowdOf(spread);
            const before = Array.from({ length: count }, () => crowd.make());
            await store.append(before);
            if (projected) await projectLog(writer, clickhouse);
            let arrivals = 6;
            const seen = await walk(search, { ...pick(crowd.filter), limit }, async () => {
              if (arrivals-- <= 0) return;
              await store.append([crowd.make(), crowd.make()]);
              if (projected) await projectLog(writer, clickhouse);
            });
            expect(new Set(seen).size).toBe(seen.length);
            expect(before.filter((event) => !seen.includes(event.event_id))).toEqual([]);
          },
        ),
        { numRuns: 12 },
      );
    },
  );

  test('gives the same events in the same order from both databases', async () => {
    const crowd = crowdOf(3);
    await store.append(Array.from({ length: 60 }, () => crowd.make()));
    await projectLog(writer, clickhouse);
    const filter = { ...crowd.filter, limit: 100 };
    const [indexed, scanned, projected] = await Promise.all([
      searchEvents(reader, filter),
      scanEvents(reader, { ...filter, from: filter.from ?? '' }),
      searchProjectedEvents(clickhouse, filter),
    ]);
    expect(indexed).toHaveLength(60);
    expect(scanned).toEqual([...indexed]);
    expect(projected).toEqual([...indexed]);
  });
});

test('the widest sight that cohorts allow fits into one question to the analytics store', async () => {
  const sight = Array.from({ length: 5_000 }, () => randomUUID());
  await expect(searchProjectedEvents(clickhouse, { sight, limit: 1 })).resolves.toEqual([]);
});

describe('the query pool', () => {
  test('knows lists from its first question on', async () => {
    const fresh = connectQueryPool(database.url, { max: 1 });
    await expect(searchEvents(fresh, { sight: 'everybody', types: someTypes, limit: 1 })).resolves.toBeDefined();
    await fresh.end();
  });

  test('cannot write', async () => {
    await expect(reader`insert into lane (lane) values (99)`).rejects.toMatchObject({ code: '25006' });
  });

  test('gives up what takes too long', async () => {
    const hurried = connectQueryPool(database.url, { max: 1, statementTimeoutMs: 50 });
    await expect(hurried`select pg_sleep(10)`).rejects.toMatchObject({ code: '57014' });
    await hurried.end();
  });
});
