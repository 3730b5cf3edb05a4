import type { RecordedEvent } from '@activity-hub/contracts/event';
import { outlineOf } from '@activity-hub/contracts/event-outline';
import { laneOf } from '@activity-hub/contracts/lane';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { connectPostgres, type Sql } from '../postgres/client.ts';
import { createTestDatabase, type TestDatabase } from '../testing/test-servers.ts';
import { createPostgresEventStore } from './postgres-event-store.ts';
import { readLaneOutlines, readLanes } from './read-lanes.ts';
import { eventFixture } from './testing/event-fixtures.ts';

const user_id = '1d3c2b9a-0b7e-5d34-9a51-3c2f8e4b7a10';
const lane = laneOf(eventFixture({ user_id }));

let database: TestDatabase;
let sql: Sql;

beforeAll(async () => {
  database = await createTestDatabase();
  sql = connectPostgres(database.url, { max: 2 });
  const metadata = '{"processor": "streak", "processor_version": "1.1.0", "causation_depth": 3}';
  const derived = { origin: 'derived', source_system: 'activity-hub', metadata } as const;
  const text = 'x'.repeat(700);
  await createPostgresEventStore(sql).append(
    Array.from({ length: 300 }, (_, n) =>
      eventFixture({
        user_id,
        correlation_id: `lesson ${n % 7}`,
        payload: JSON.stringify({ n, ...(n % 3 === 0 ? { text } : {}) }),
        ...(n % 5 === 0 ? derived : { context: '{"kind": "agent"}' }),
      }),
    ),
  );
});

afterAll(async () => {
  await sql.end();
  await database.drop();
});

/** What the host of a plugin looks at, whatever the plugin reads. */
const ofHost = (event: RecordedEvent) => {
  const { position, recorded_at, correlation_id } = event;
  return { ...outlineOf(event), position, recorded_at, correlation_id };
};

it('answers the events of lanes without what producers say in them', async () => {
  const asks = [0, 120, 40].map((afterOffset) => ({ lane, afterOffset, limit: 250 }));
  const whole = await readLanes(sql, asks);
  const outlines = await readLaneOutlines(sql, asks, []);
  expect(outlines.map((stretch) => stretch.map(({ offset }) => offset))).toEqual(
    whole.map((stretch) => stretch.map(({ offset }) => offset)),
  );
  expect(outlines.flat().map(({ event }) => ofHost(event))).toEqual(whole.flat().map(({ event }) => ofHost(event)));
  const said = (events: typeof whole, producers: boolean) =>
    events
      .flat()
      .filter(({ event }) => (event.origin === 'producer') === producers)
      .map(({ event: { payload, metadata, context } }) => ({ payload, metadata, context }));
  expect(said(outlines, false)).toEqual(said(whole, false));
  expect(new Set(said(outlines, true).map((item) => JSON.stringify(item)))).toEqual(
    new Set(['{"payload":{},"metadata":{},"context":{}}']),
  );
});

it('brings along the payloads of the types that it is told', async () => {
  const asks = [{ lane, afterOffset: 0, limit: 1_000 }];
  const [whole = []] = await readLanes(sql, asks);
  const [outlines = []] = await readLaneOutlines(sql, asks, ['activity.learning.lesson_completed', 'activity.other']);
  expect(outlines.map(({ event }) => event.payload)).toEqual(whole.map(({ event }) => event.payload));
});
