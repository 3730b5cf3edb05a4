import { randomUUID } from 'node:crypto';
import type { ClickHouseClient } from '@clickhouse/client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connectClickhouse } from '../clickhouse/client.ts';
import { migrateClickhouse } from '../clickhouse/migrate.ts';
import type { EventStore } from '../event-store/event-store.ts';
import { createPostgresEventStore } from '../event-store/postgres-event-store.ts';
import { connectPostgres, type Sql } from '../postgres/client.ts';
import {
  createTestClickhouse,
  createTestDatabase,
  type TestClickhouse,
  type TestDatabase,
} from '../testing/test-servers.ts';
import { connectQueryPool } from './connect-query-pool.ts';
import { exactInstant, exactInstantOfMicros, toWire } from './exact-instant.ts';
import { scanEvents } from './scan-events.ts';
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

describe('conditions on the payload', () => {
  const session = randomUUID();
  const payloads: readonly Record<string, unknown>[] = [
    {},
    { v: 5 },
    { v: 5.0 },
    { v: 5.5 },
    { v: -5 },
    { v: 1e300 },
    { v: 9_007_199_254_740_991 },
    { v: 0.1 },
    { v: '5' },
    { v: '05' },
    { v: 'true' },
    { v: true },
    { v: false },
    { v: null },
    { v: '' },
    { v: 'null' },
    { v: 'Привет, мир' },
    { v: 'a"b\\c\n' },
    { v: "x' OR 1=1 --" },
    { v: '{value:String}' },
    { v: '2026-03-10' },
    { v: ['5', 5, 'tag', true, null] },
    { v: [] },
    { v: { w: 5, x: { y: 'deep' } } },
    { v: { w: null } },
    { V: 5 },
    { w: 5 },
  ];
  const values = [
    '5',
    '5.0',
    '5e0',
    '-5',
    '0.1',
    '9007199254740991',
    '1e300',
    'true',
    'null',
    '',
    'Привет',
    'tag',
    '2026-03-09',
    "x' OR 1=1 --",
    '{value:String}',
    'a"b\\c\n',
    '1e999',
  ];
  const ops = ['eq', 'ne', 'gt', 'gte', 'lt', 'lte', 'contains', 'exists'] as const;
  const from = exactInstant('2012-01-01T00:00:00Z');

  beforeAll(async () => {
    await store.append(
      payloads.map((payload, at) =>
        sampleEvent({
          timestamp: toWire(exactInstantOfMicros(Date.UTC(2012, 0, 1) * 1000 + at)),
          session_id: session,
          payload,
        }),
      ),
    );
    await projectLog(writer, clickhouse);
  });

  const numberOf = (value: string) =>
    /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(value) && Number.isFinite(Number(value)) ? Number(value) : null;

  async function found(
    path: string,
    op: (typeof ops)[number],
    value: string,
  ): Promise<readonly [unknown[], unknown[]]> {
    const filter = {
      sight: 'everybody' as const,
      session_id: session,
      from,
      payload: { path: path.split('.'), op, value, number: numberOf(value) },
      limit: 100,
    };
    const [scanned, projected] = await Promise.all([
      scanEvents(reader, filter),
      searchProjectedEvents(clickhouse, filter),
    ]);
    return [scanned.map((row) => row.payload), projected.map((row) => row.payload)];
  }

  test.each(['v', 'v.w', 'v.x.y', 'missing'])('mean the same in both databases: %s', async (path) => {
    for (const op of ops) {
      for (const value of values) {
        const [scanned, projected] = await found(path, op, value);
        expect({ op, value, found: projected }).toEqual({ op, value, found: scanned });
      }
    }
  });

  test.each([
    ['eq', '5', [{ v: '5' }, { v: 5 }, { v: 5 }]],
    ['eq', 'true', [{ v: true }, { v: 'true' }]],
    ['eq', 'null', [{ v: 'null' }, { v: null }]],
    ['gt', '5', [{ v: 9_007_199_254_740_991 }, { v: 1e300 }, { v: 5.5 }]],
    ['lt', '0', [{ v: -5 }]],
    [
      'gte',
      '2026-03-10',
      [
        { v: '5' },
        { v: '{value:String}' },
        { v: 'null' },
        { v: 'true' },
        { v: "x' OR 1=1 --" },
        { v: 'a"b\\c\n' },
        { v: '2026-03-10' },
        { v: 'Привет, мир' },
      ],
    ],
    ['contains', 'мир', [{ v: 'Привет, мир' }]],
    ['contains', 'tag', [{ v: ['5', 5, 'tag', true, null] }]],
    ['eq', "x' OR 1=1 --", [{ v: "x' OR 1=1 --" }]],
    ['exists', '', payloads.filter((payload) => 'v' in payload)],
  ] as const)('v %s %j', async (op, value, expected) => {
    const sorted = (list: readonly unknown[]) => list.map((each) => JSON.stringify(each)).sort();
    const [scanned] = await found('v', op, value);
    expect(sorted(scanned)).toEqual(sorted(expected));
  });
});
