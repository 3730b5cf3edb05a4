import { LANE_COUNT } from '@activity-hub/contracts/lane';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { connectPostgres, type Sql } from '../postgres/client.ts';
import { createTestDatabase, type TestDatabase } from '../testing/test-servers.ts';
import type { ConsumerStore, StateRow } from './consumer-store.ts';
import { finishBatches } from './finish-batches.ts';
import { createPostgresConsumerStore } from './postgres-consumer-store.ts';
import { finishedBatch, newProcessor, stateRow } from './testing/batch-fixtures.ts';

let database: TestDatabase;
let sql: Sql;
let store: ConsumerStore;

beforeAll(async () => {
  database = await createTestDatabase();
  sql = connectPostgres(database.url);
  store = createPostgresConsumerStore(sql);
});

afterAll(async () => {
  await sql.end();
  await database.drop();
});

it('finishes batches of several lanes together, each state in the lane of its batch', async () => {
  const ref = await newProcessor(store);
  const rows = [2, 9].flatMap((lane) => [
    stateRow({ lane, key: `of ${lane}` }),
    stateRow({ lane, key: `of ${lane}`, window_start: '2026-11-02' }),
    stateRow({ lane, key: `all of ${lane}`, window_kind: 'all', window_start: '' }),
  ]);
  const batches = [9, 2].map((lane) =>
    finishedBatch(ref, { lane, to: lane, states: rows.filter((row) => row.lane === lane) }),
  );
  expect(await finishBatches(sql, batches)).toBe(true);
  expect((await store.checkpoints(ref)).map(({ offset }) => offset)).toEqual(
    Array.from({ length: LANE_COUNT }, (_, lane) => (lane === 2 || lane === 9 ? lane : 0)),
  );
  const byName = (a: StateRow, b: StateRow) => (a.key + a.window_start < b.key + b.window_start ? -1 : 1);
  expect([...(await store.loadStates(ref, rows))].sort(byName)).toEqual([...rows].sort(byName));
});

it('writes nothing of any lane when the checkpoint of one was moved', async () => {
  const ref = await newProcessor(store);
  const rows = [stateRow({ lane: 2 }), stateRow({ lane: 9 })];
  const batches = rows.map((row) => finishedBatch(ref, { lane: row.lane, states: [row] }));
  await store.finishBatch(finishedBatch(ref, { lane: 9, to: 1 }));
  expect(await finishBatches(sql, batches)).toBe(false);
  expect((await store.checkpoints(ref))[2]?.offset).toBe(0);
  expect(await store.loadStates(ref, rows)).toEqual([]);
});

it.each([
  ['of one lane', [3, 3], ['a', 'b'], 'daily'],
  ['with windows of one key', [2, 9], ['a', 'a'], 'daily'],
  ['with one state', [2, 9], ['a', 'a'], 'all'],
] as const)('refuses to finish batches %s together', async (_, lanes, keys, window_kind) => {
  const ref = await newProcessor(store);
  const batches = lanes.map((lane, at) =>
    finishedBatch(ref, { lane, states: [stateRow({ lane, key: keys[at] ?? '', window_kind })] }),
  );
  await expect(finishBatches(sql, batches)).rejects.toThrow();
  expect((await store.checkpoints(ref)).every(({ offset }) => offset === 0)).toBe(true);
});
