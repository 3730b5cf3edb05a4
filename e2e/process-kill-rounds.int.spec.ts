import { connectPostgres } from '@activity-hub/db/postgres/client';
import { createTestDatabase } from '@activity-hub/db/testing/test-servers';
import { expect, test } from 'vitest';
import { processKillRounds } from './support/process-kill-rounds.ts';

/** The short form; `npm run soak` does fifty rounds. */
test('what plugins left behind when the processing was killed again and again equals one fold over the log', {
  timeout: 180_000,
}, async () => {
  const database = await createTestDatabase();
  const sql = connectPostgres(database.url, { max: 1, name: 'process-kill-rounds' });
  try {
    const env = { DATABASE_URL: database.url };
    const report = await processKillRounds({ rounds: 4, env, sql, say: () => undefined });
    expect(report.published).toBeGreaterThan(500);
    const exact = { different: 0, missing: 0, surplus: 0 };
    expect(report.plugins).toMatchObject([
      { processor: 'activity-score', ...exact },
      { processor: 'counts', ...exact },
      { processor: 'streak', ...exact },
    ]);
    for (const { states } of report.plugins) expect(states).toBeGreaterThan(10);
    expect(report.plugins.find(({ processor }) => processor === 'streak')?.derived).toBeGreaterThan(50);
  } finally {
    await sql.end();
    await database.drop();
  }
});
