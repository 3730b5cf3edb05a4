import type { AnyAggregator } from '@activity-hub/contracts/plugin/aggregator';
import type { EventToAppend } from '@activity-hub/db/event-store/event-store';
import { createPostgresEventStore } from '@activity-hub/db/event-store/postgres-event-store';
import { connectPostgres, type Sql } from '@activity-hub/db/postgres/client';
import { createTestDatabase, type TestDatabase } from '@activity-hub/db/testing/test-servers';
import { aggregators } from '@activity-hub/plugins/catalog';
import { pino } from 'pino';
import { Registry } from 'prom-client';
import { afterEach, expect, it, vi } from 'vitest';
import { type Processing, startProcessing } from './start-processing.ts';
import { appendAll, eventToAppend } from './testing/append-fixtures.ts';
import { attendance } from './testing/attendance.ts';

const opened: { readonly database: TestDatabase; readonly sql: Sql }[] = [];

afterEach(async () => {
  for (const { database, sql } of opened.splice(0)) {
    await sql.end();
    await database.drop();
  }
});

const spared = ['activity-score', 'streak'];
const first = Date.parse('2026-03-02T08:00:00.000Z');
const hourMs = 3_600_000;
const types = [
  'learning.lesson_completed',
  'learning.module_completed',
  'social.comment_posted',
  'learning.lesson_started',
];
const idOf = (n: number): string => `00000000-0000-4000-8000-${n.toString(16).padStart(12, '0')}`;
const at = (n: number): string => new Date(first + n * (hourMs / 10)).toISOString();

/**
 * Nine people, and enough of each to reach milestones. Some events freeze another day than their own, which their payload
 * names; every fiftieth is taken back.
 */
const events = Array.from({ length: 2_400 }, (_, n) => {
  const freezes = n > 200 && n % 97 === 0;
  return eventToAppend({
    event_id: idOf(n),
    event_type: freezes ? 'activity.system.streak_frozen' : `activity.${types[n % types.length]}`,
    timestamp: at(n),
    user_id: idOf(1_000_000 + (n % 9)),
    correlation_id: `course ${n % 3}`,
    payload: freezes ? { day: at(n - 150).slice(0, 10) } : { n },
  });
}).flatMap((event, n) => (n % 50 === 0 ? [event, takenBack(event)] : [event]));

function takenBack(event: EventToAppend): EventToAppend {
  const payload = { event_id: event.event_id, event_type: event.event_type, reason: 'a mistake' };
  const { user_id, timestamp } = event;
  const id = event.event_id.replace(/^0{8}/, 'ffffffff');
  const correction = { event_id: id, event_type: 'activity.correction.voided', user_id, timestamp, payload };
  return { ...eventToAppend(correction), origin: 'system' as const };
}

function start(databaseUrl: string, ids: readonly string[]): Promise<Processing> {
  return startProcessing({
    databaseUrl,
    plugins: {
      aggregators: [...aggregators, attendance as AnyAggregator].filter(({ manifest: { id } }) => ids.includes(id)),
      detectors: [],
    },
    hubVersion: '0.1.0',
    logger: pino({ level: 'silent' }),
    registry: new Registry(),
    tuning: { pollMs: 50, batchEvents: 20, catchUpEvents: 100, paceMs: 20 },
  });
}

/** What the two leave that knew the log while it was empty, and how often outlines were read. */
async function caughtUpWith(ids: readonly string[]) {
  const database = await createTestDatabase();
  const sql = connectPostgres(database.url, { max: 3 });
  opened.push({ database, sql });
  await sql.unsafe(`alter database ${new URL(database.url).pathname.slice(1)} set track_functions = 'all'`);
  await (await start(database.url, ids)).stop();
  await appendAll(createPostgresEventStore(sql), events);
  const processing = await start(database.url, ids);
  await vi.waitFor(
    async () => {
      const [row] = await sql<{ behind: number }[]>`
        select sum(head - "offset")::int as behind from checkpoint join lane using (lane) where processor = any(${[...ids]}::text[])`;
      expect(row?.behind).toBe(0);
    },
    { timeout: 30_000, interval: 50 },
  );
  await processing.stop();
  const states = await sql`
    select processor, key, window_kind, window_start, state, deadline_at, last_event_id, correlation_id, causation_depth
    from held_state where processor = any(${spared}::text[]) order by 1, 2, 3, 4`;
  const derived = await sql`
    select event_id, event_type, occurred_at, causation_id, correlation_id, payload, metadata
    from event where origin = 'derived' and metadata->>'processor' = any(${spared}::text[]) order by event_id`;
  const [outlines] = await sql<{ calls: number }[]>`
    select coalesce(sum(calls), 0)::int as calls from pg_stat_user_functions where funcname = 'read_lane_outlines'`;
  return { left: { states: [...states], derived: [...derived] }, outlines: outlines?.calls ?? 0 };
}

it('leaves of outlines and some payloads what it leaves of whole events', { timeout: 90_000 }, async () => {
  const apart = await caughtUpWith(spared);
  // One that reads whole events goes with them, through the same stretches.
  const together = await caughtUpWith([...spared, 'attendance']);
  expect(apart.left.states.length).toBeGreaterThan(100);
  expect(apart.left.derived.length).toBeGreaterThan(10);
  expect(apart.left).toEqual(together.left);
  expect(apart.outlines).toBeGreaterThan(10);
  expect(together.outlines).toBeLessThan(apart.outlines);
});
