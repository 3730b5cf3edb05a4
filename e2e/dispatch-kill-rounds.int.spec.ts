import { migrateClickhouse } from '@activity-hub/db/clickhouse/migrate';
import { connectPostgres } from '@activity-hub/db/postgres/client';
import { createTestClickhouse, createTestDatabase } from '@activity-hub/db/testing/test-servers';
import { expect, test } from 'vitest';
import { dispatchKillRounds } from './support/dispatch-kill-rounds.ts';

/** The short form; `npm run soak` does twenty rounds. */
test('every event is delivered or a dead letter when dispatch was killed and the receiver was away', {
  timeout: 300_000,
}, async () => {
  const [database, analytics] = await Promise.all([createTestDatabase(), createTestClickhouse()]);
  await migrateClickhouse(analytics.url);
  const sql = connectPostgres(database.url, { max: 1, name: 'dispatch-kill-rounds' });
  try {
    const env = { DATABASE_URL: database.url, CLICKHOUSE_URL: analytics.url };
    const report = await dispatchKillRounds({ rounds: 2, env, sql, say: () => undefined });
    expect(report).toMatchObject({ unaccounted: 0, untrue: 0, unstable: 0, atWork: 2 });
    // A fifth of the events is of a topic that nobody subscribed to.
    expect(report.delivered + report.dead).toBe((report.published * 4) / 5);
    expect(report.published).toBeGreaterThan(200);
    expect(report.dead).toBeGreaterThan(0);
  } finally {
    await sql.end();
    await Promise.all([database.drop(), analytics.drop()]);
  }
});
