import type { ConsumerStore } from '@activity-hub/db/checkpoints/consumer-store';
import { finishedBatch, stateRow } from '@activity-hub/db/checkpoints/testing/batch-fixtures';
import { connectPostgres, type Sql } from '@activity-hub/db/postgres/client';
import { createTestDatabase, type TestDatabase } from '@activity-hub/db/testing/test-servers';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { groupedStore } from './grouped-store.ts';

let database: TestDatabase;
let sql: Sql;
let store: ConsumerStore;
let ref = { processor: 'spec-0', version: '1.0.0' };

beforeAll(async () => {
  database = await createTestDatabase();
  sql = connectPostgres(database.url);
  store = groupedStore(sql);
});

afterAll(async () => {
  await sql.end();
  await database.drop();
});

beforeEach(async ({ task }) => {
  ref = { processor: `spec-${task.id}`, version: '1.0.0' };
  await store.checkpoints(ref);
});

const batchOf = (lane: number, from = 0) =>
  finishedBatch(ref, { lane, from, to: from + 5, states: [stateRow({ lane, key: `of ${lane}` })] });

it('ends what several lanes of a processor bring at once in one transaction, and gives each its own states', async () => {
  const lanes = [1, 4, 7];
  const outcomes = await Promise.all(lanes.map((lane) => store.finishBatch(batchOf(lane))));
  expect(outcomes).toEqual(['finished', 'finished', 'finished']);
  const loaded = await Promise.all(lanes.map((lane) => store.loadStates(ref, batchOf(lane).states)));
  expect(loaded).toEqual(lanes.map((lane) => batchOf(lane).states));
  const transactions = await sql`
    select distinct xmin::text from checkpoint where processor = ${ref.processor} and "offset" > 0`;
  expect(transactions).toHaveLength(1);
});

it('tells only the lane whose checkpoint was moved that it is fenced', async () => {
  await store.finishBatch(batchOf(4));
  const outcomes = await Promise.all([1, 4, 7].map((lane) => store.finishBatch(batchOf(lane))));
  expect(outcomes).toEqual(['finished', 'fenced', 'finished']);
});

it('lets a batch that cannot be stored fail alone', async () => {
  const bad = { ...batchOf(4), metrics: [{ at: 'no instant', user_id: null, metric: 'm', value: 1 }] };
  const outcomes = await Promise.allSettled([store.finishBatch(batchOf(1)), store.finishBatch(bad)]);
  expect(outcomes).toEqual([
    { status: 'fulfilled', value: 'finished' },
    { status: 'rejected', reason: expect.objectContaining({ code: '22007' }) },
  ]);
});

it('keeps two processors apart', async () => {
  const other = { processor: `${ref.processor}-other`, version: '1.0.0' };
  await store.checkpoints(other);
  const ends = [batchOf(1), { ...batchOf(1), ...other }].map((batch) => store.finishBatch(batch));
  expect(await Promise.all(ends)).toEqual(['finished', 'finished']);
  expect((await store.checkpoints(other))[1]?.offset).toBe(5);
});
