import { randomUUID } from 'node:crypto';
import path from 'node:path';
import type { AnyAggregator } from '@activity-hub/contracts/plugin/aggregator';
import { createPostgresEventStore } from '@activity-hub/db/event-store/postgres-event-store';
import { connectPostgres } from '@activity-hub/db/postgres/client';
import { createTestDatabase } from '@activity-hub/db/testing/test-servers';
import { pino } from 'pino';
import { Registry } from 'prom-client';
import { expect, it, vi } from 'vitest';
import { startProcessing } from '../process/start-processing.ts';
import { appendAll, eventToAppend } from '../process/testing/append-fixtures.ts';
import { attendance } from '../process/testing/attendance.ts';
import { createInstalledPlugins } from './installed-plugins.ts';
import { countingInPython } from './testing/counting-plugins.ts';
import { installPlugin } from './testing/install-plugin.ts';

it('keeps up with the log while an installed plugin hangs', { timeout: 60_000 }, async () => {
  const source = countingInPython('\n                while True: pass');
  const { folder } = await installPlugin({ id: 'counting', main: 'main.py' }, source);
  const database = await createTestDatabase();
  const sql = connectPostgres(database.url, { max: 2 });
  const processing = await startProcessing({
    databaseUrl: database.url,
    plugins: { aggregators: [attendance as AnyAggregator], detectors: [] },
    installed: createInstalledPlugins({
      directory: path.dirname(folder),
      trusted: [],
      reserved: new Set(),
      hubVersion: '0.1.0',
      log: () => undefined,
    }),
    hubVersion: '0.1.0',
    logger: pino({ level: 'silent' }),
    registry: new Registry(),
    tuning: { pollMs: 50, paceMs: 20, deadlineCheckMs: 100 },
  });
  const attends = () => processing.statuses().find(({ processor }) => processor === 'attendance');
  try {
    await vi.waitFor(() => expect(processing.statuses()).toHaveLength(2), { timeout: 20_000 });
    let worst = 0;
    for (let n = 0; n < 20; n++) {
      await appendAll(
        createPostgresEventStore(sql),
        Array.from({ length: 64 }, () => eventToAppend({ user_id: randomUUID() })),
      );
      await new Promise((resolve) => setTimeout(resolve, 200));
      worst = Math.max(worst, attends()?.lagSeconds ?? 0);
    }
    expect(worst).toBeLessThan(1);
  } finally {
    await processing.stop();
    await sql.end();
    await database.drop();
  }
});
