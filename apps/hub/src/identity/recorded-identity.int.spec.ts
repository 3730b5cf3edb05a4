import { randomUUID } from 'node:crypto';
import { addMembers } from '@activity-hub/db/cohorts/add-members';
import { insertCohort } from '@activity-hub/db/cohorts/insert-cohort';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sentEventFixture } from '../ingest/testing/sent-event-fixture.ts';
import { type IngestHub, startIngestHub } from '../testing/ingest-hub.ts';

let hub: IngestHub;
beforeAll(async () => {
  hub = await startIngestHub({ bodyTimeoutMs: 10_000 });
});
afterAll(() => hub.stop());

test('the zone of the directory decides the day of an event that says none, and the cohort is kept with it', async () => {
  const user = randomUUID();
  const cohort = (await insertCohort(hub.sql, 'Spring')) ?? '';
  await addMembers(hub.sql, cohort, [{ user_id: user, time_zone: 'Asia/Almaty' }]);
  const late = { user_id: user, timestamp: '2026-03-10T20:30:00.000Z' };
  const [silent, said] = [
    sentEventFixture({ ...late, metadata: {} }),
    sentEventFixture({ ...late, metadata: { time_zone: 'Europe/Lisbon' } }),
  ];
  for (const event of [silent, said]) expect((await hub.single(JSON.stringify(event))).status).toBe(201);
  const stored = await hub.sql`
    select time_zone, day, context -> 'user' as user from event where user_id = ${user} order by day desc`;
  expect(stored).toEqual([
    { time_zone: 'Asia/Almaty', day: '2026-03-11', user: { cohort_ids: [cohort] } },
    { time_zone: 'Europe/Lisbon', day: '2026-03-10', user: { cohort_ids: [cohort] } },
  ]);
});
