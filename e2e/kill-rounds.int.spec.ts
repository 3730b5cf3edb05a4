import { migrateClickhouse } from '@activity-hub/db/clickhouse/migrate';
import { connectPostgres } from '@activity-hub/db/postgres/client';
import { createTestClickhouse, createTestDatabase } from '@activity-hub/db/testing/test-servers';
import { expect, test } from 'vitest';
import { killRounds } from './support/kill-rounds.ts';

/** The short form; `npm run soak` does twenty rounds. */
test('what was acknowledged survives kill -9 exactly once, and the aggregates equal a recount', {
  timeout: 180_000,
}, async () => {
  const database = await createTestDatabase();
  const clickhouse = await createTestClickhouse();
  await migrateClickhouse(clickhouse.url, clickhouse.database);
  const sql = connectPostgres(database.url, { max: 1, name: 'kill-rounds' });
  try {
    const env = {
      DATABASE_URL: database.url,
      CLICKHOUSE_URL: clickhouse.url,
      CLICKHOUSE_DATABASE: clickhouse.database,
    };
    const report = await killRounds({ rounds: 3, env, sql, say: () => undefined });
    expect(report.acknowledged).toBeGreaterThan(500);
    expect(report).toMatchObject({ lost: 0, differences: 0 });
  } finally {
    await sql.end();
    await clickhouse.drop();
    await database.drop();
  }
});
