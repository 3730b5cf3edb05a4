import { connectPostgres, type Sql } from '@activity-hub/db/postgres/client';
import { createTestDatabase, type TestDatabase } from '@activity-hub/db/testing/test-servers';
import { eventToAppend } from '@activity-hub/hub/process/testing/append-fixtures';
import { afterEach, expect, test } from 'vitest';
import { catchUpWithKills } from './support/catch-up-kills.ts';
import { scatteredEvent } from './support/scattered-events.ts';

const count = 6_000;
/** In the order in which they happened: where the log is out of order, batches decide what is superseded on the way. */
const events = Array.from({ length: count }, (_, n) => {
  const { event_id, event_type, timestamp, user_id = null, payload } = scatteredEvent('catch up', n, n / count);
  return eventToAppend({ event_id, event_type, timestamp, user_id, payload });
}).toSorted((a, b) => (a.timestamp < b.timestamp ? -1 : 1));

const opened: { readonly database: TestDatabase; readonly sql: Sql }[] = [];

async function emptyLog() {
  const database = await createTestDatabase();
  const sql = connectPostgres(database.url, { max: 3, name: 'catch-up-kills' });
  opened.push({ database, sql });
  return { url: database.url, sql };
}

afterEach(async () => {
  for (const { database, sql } of opened.splice(0)) {
    await sql.end();
    await database.drop();
  }
});

test('who is killed again and again while lanes go side by side leaves what an undisturbed catch-up leaves', {
  timeout: 180_000,
}, async () => {
  const disturbed = await catchUpWithKills(await emptyLog(), events, [0.2, 0.45, 0.7]);
  for (const { share, onTheWay } of disturbed.kills) {
    expect(share).toBeLessThan(1);
    expect(onTheWay).toBeGreaterThan(0);
  }
  const undisturbed = await catchUpWithKills(await emptyLog(), events, []);
  expect(undisturbed.left.derived.length).toBeGreaterThan(100);
  expect(undisturbed.left.states.length).toBeGreaterThan(1_000);
  expect(disturbed.left).toEqual(undisturbed.left);
});
