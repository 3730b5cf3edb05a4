import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createPostgresConsumerStore } from '../checkpoints/postgres-consumer-store.ts';
import { finishedBatch } from '../checkpoints/testing/batch-fixtures.ts';
import { createTestDatabase, type TestDatabase } from '../testing/test-servers.ts';
import { connectPostgres, type Sql } from './client.ts';

let database: TestDatabase;
let sql: Sql;

beforeAll(async () => {
  database = await createTestDatabase();
  sql = connectPostgres(database.url);
});

afterAll(async () => {
  await sql.end();
  await database.drop();
});

const user_id = randomUUID();

async function keep(
  processor: string,
  window_kind: 'all' | 'hourly' | 'daily' | 'monthly',
  start: string,
  shown: object,
) {
  const store = createPostgresConsumerStore(sql);
  const ref = { processor, version: '1.0.0' };
  const from = (await store.checkpoints(ref))[0]?.offset ?? 0;
  const row = { key: user_id, user_id, window_kind, window_start: start, lane: 0, time_zone: 'Europe/Berlin' };
  const texts = {
    state: JSON.stringify(shown),
    view: null,
    deadline_at: null,
    correlation_id: null,
    causation_depth: 0,
    fired_until: null,
  };
  const last = { last_event_id: null, last_occurred_at: '2026-10-25T01:30:00.000Z', last_recorded_at: null };
  const states = [{ ...row, ...texts, ...last }];
  await store.finishBatch(finishedBatch(ref, { lane: 0, from, to: from + 1, states }));
}

it('show windows with the bounds they have in their zone', async () => {
  await keep('activity-score', 'hourly', '2026-10-25T02+01:00', { score: 1.5, counts: { 'activity.work.started': 3 } });
  await keep('activity-score', 'daily', '2026-10-25', { score: 2, counts: {} });
  await keep('activity-score', 'monthly', '2026-10-01', { score: 3, counts: {} });
  const rows = await sql`select user_id, period, period_start, period_end, event_counts, activity_score
    from activity_aggregate order by activity_score`;
  expect(rows).toMatchObject([
    {
      user_id,
      period: 'hourly',
      period_start: '2026-10-25T01:00:00.000Z',
      period_end: '2026-10-25T02:00:00.000Z',
      event_counts: { 'activity.work.started': 3 },
      activity_score: '1.5',
    },
    // The day on which summer time ends has 25 hours.
    { period: 'daily', period_start: '2026-10-24T22:00:00.000Z', period_end: '2026-10-25T23:00:00.000Z' },
    { period: 'monthly', period_start: '2026-09-30T22:00:00.000Z', period_end: '2026-10-31T23:00:00.000Z' },
  ]);
});

it('show streaks, the running one without an end', async () => {
  const streak = { start: '2026-10-20', last: '2026-10-25', count: 6, best: 9, time_zone: 'Europe/Berlin' };
  const running = { ...streak, streak_type: 'daily', breaks_at: new Date(Date.now() + 60_000).toISOString() };
  const broken = { ...streak, streak_type: 'weekly', breaks_at: null };
  await keep('streak', 'all', '', { streaks: [running, broken] });
  const rows = await sql`select * from streak order by streak_type`;
  expect(rows).toMatchObject([
    { user_id, streak_type: 'daily', start_date: '2026-10-20', end_date: null, current_count: 6, active: true },
    { streak_type: 'weekly', end_date: '2026-10-25', current_count: 0, max_count: 9, active: false },
  ]);
  expect(await sql`select distinct streak_count from activity_aggregate`).toEqual([{ streak_count: 6 }]);
});
