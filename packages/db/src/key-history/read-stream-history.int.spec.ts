import { randomUUID } from 'node:crypto';
import { VOIDED } from '@activity-hub/contracts/correction';
import type { RecordedEvent } from '@activity-hub/contracts/event';
import { outlineOf } from '@activity-hub/contracts/event-outline';
import { laneOf } from '@activity-hub/contracts/lane';
import { compareOccurred, type OccurredAt } from '@activity-hub/contracts/occurred-order';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { getEvent } from '../event-store/get-event.ts';
import { createPostgresEventStore } from '../event-store/postgres-event-store.ts';
import { connectPostgres, type Sql } from '../postgres/client.ts';
import { sampleEvent } from '../queries/testing/sample-event.ts';
import { createTestDatabase, type TestDatabase } from '../testing/test-servers.ts';
import { readStreamChanges } from './read-stream-changes.ts';
import { readStreamHistory } from './read-stream-history.ts';
import { readStreamOutlines } from './read-stream-outlines.ts';

let database: TestDatabase;
let sql: Sql;
const user = randomUUID();
const laneOfUser = (user_id: string): number => laneOf({ user_id, event_id: '' });
const lane = laneOfUser(user);

/** Not in order of time, some at one instant, one with microseconds, one that is not small. */
const hours = [3, 1, 2, 2, 30, 5, 28, 4];
const events = hours.map((hour, at) =>
  sampleEvent({
    user_id: user,
    timestamp: new Date(Date.parse('2026-03-10T00:00:00.000Z') + hour * 3_600_000).toISOString(),
    payload: at === 3 ? { text: 'long '.repeat(500) } : { at },
    ...(at === 5 ? { origin: 'derived' as const, metadata: { processor: 'streak', depth: 1 } } : {}),
    ...(at === 7 ? { timestamp: '2026-03-10T04:00:00.000001Z' } : {}),
  }),
);
const [voided] = events;
const correction = sampleEvent({
  user_id: user,
  event_type: VOIDED,
  origin: 'system',
  timestamp: voided?.timestamp ?? '',
  payload: { event_id: voided?.event_id, event_type: voided?.event_type, reason: 'a mistake' },
});
let counted: readonly RecordedEvent[];

/** Of another lane: the offsets of this one are counted below. */
function anotherUser(): string {
  for (;;) {
    const id = randomUUID();
    if (laneOfUser(id) !== lane) return id;
  }
}

beforeAll(async () => {
  database = await createTestDatabase();
  sql = connectPostgres(database.url, { max: 2 });
  const log = createPostgresEventStore(sql);
  await log.append([...events, sampleEvent({ user_id: anotherUser() })]);
  await log.append([correction]);
  const ids = [...events.slice(1), correction].map(({ event_id }) => event_id);
  const found = await Promise.all(ids.map((id) => getEvent(sql, id)));
  counted = found.flatMap((event) => event ?? []).sort(compareOccurred);
});

afterAll(async () => {
  await sql.end();
  await database.drop();
});

type Part = {
  readonly upTo?: number;
  readonly days?: readonly [string, string];
  readonly after?: OccurredAt;
  readonly limit?: number;
};
const pageOf = ({ upTo = 1_000, days, after, limit = 1_000 }: Part = {}) => ({
  user_id: user,
  lane,
  upTo,
  days,
  after,
  limit,
});
const history = (part?: Part) => readStreamHistory(sql, { ...pageOf(part), session_id: null });

it('is in order of occurrence, without what was taken back', async () => {
  expect(counted).toHaveLength(8);
  expect(await history()).toEqual(counted);
  expect(await history({ upTo: 3 })).toHaveLength(2);
});

it('goes on behind a place, whatever the length of a page', async () => {
  const read: RecordedEvent[] = [];
  for (let page = await history({ limit: 3 }); page.length > 0; ) {
    read.push(...page);
    page = await history({ limit: 3, after: page.at(-1) as RecordedEvent });
  }
  expect(read).toEqual(counted);
});

it('is bounded by days', async () => {
  const days = ['2026-03-11', '2026-03-11'] as const;
  expect(await history({ days })).toEqual(counted.filter(({ day }) => day === '2026-03-11'));
  expect(await history({ days, after: counted.at(-2) as RecordedEvent })).toEqual(counted.slice(-1));
  expect(await history({ days: ['2026-03-12', '2026-04-11'] })).toEqual([]);
});

it('has outlines that are those of its events', async () => {
  expect(await readStreamOutlines(sql, pageOf())).toEqual(counted.map(outlineOf));
  expect(await readStreamOutlines(sql, pageOf({ upTo: 0 }))).toEqual([]);
});

it('tells what is new of it behind an offset', async () => {
  const changes = (after: number, limit = 100) => readStreamChanges(sql, { user_id: user, lane, after, limit });
  expect(await changes(9)).toEqual({ changed_from: null, taken_back: false });
  expect(await changes(8)).toEqual({ changed_from: voided?.timestamp, taken_back: true });
  expect(await changes(6, 100)).toMatchObject({ changed_from: voided?.timestamp });
  expect(await changes(1, 5)).toBeUndefined();
});
