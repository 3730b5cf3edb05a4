import { randomUUID } from 'node:crypto';
import { VOIDED } from '@activity-hub/contracts/correction';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { connectPostgres, type Sql } from '../postgres/client.ts';
import { createTestDatabase, type TestDatabase } from '../testing/test-servers.ts';
import type { EventStore } from './event-store.ts';
import { createPostgresEventStore } from './postgres-event-store.ts';
import { eventFixture } from './testing/event-fixtures.ts';

let database: TestDatabase;
let sql: Sql;
let log: EventStore;

beforeAll(async () => {
  database = await createTestDatabase();
  sql = connectPostgres(database.url, { max: 2 });
  log = createPostgresEventStore(sql);
});

afterAll(async () => {
  await sql.end();
  await database.drop();
});

function correctionOf(target: string, origin: 'system' | 'producer') {
  return eventFixture({
    event_id: randomUUID(),
    event_type: VOIDED,
    origin,
    payload: JSON.stringify({ event_id: target, event_type: 'activity.learning.started', reason: 'a mistake' }),
  });
}

it('notes in the same append which events were taken back, once, and only by the hub', async () => {
  const target = eventFixture({ event_id: randomUUID() });
  const untouched = eventFixture({ event_id: randomUUID() });
  await log.append([target, untouched]);
  const [first, second] = [correctionOf(target.event_id, 'system'), correctionOf(target.event_id, 'system')];
  const [outcome] = await log.append([first, correctionOf(untouched.event_id, 'producer'), eventFixture()]);
  await log.append([first, second]);
  const rows = await sql`select event_id, kind, corrected_by, lane, "offset", reason from event_correction`;
  if (outcome?.status !== 'accepted') throw new Error('not appended');
  expect([...rows]).toEqual([
    {
      event_id: target.event_id,
      kind: 'voided',
      corrected_by: first.event_id,
      ...outcome.position,
      reason: 'a mistake',
    },
  ]);
});
