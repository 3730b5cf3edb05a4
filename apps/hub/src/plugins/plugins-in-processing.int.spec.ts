import { randomUUID } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
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

/** What each does at every event. */
const bad = {
  looping: '\n                while True: pass',
  leaking: '\n                leak = []\n                while True: leak.append(bytearray(b"x" * 1_000_000))',
  babbling: 'print("hello", flush=True)',
};

const throwing = 'import json\ndef parsed():\n    return json.loads("{")\nparsed()';

it('quarantines installed plugins that misbehave, each with its reason, while the others fold on', async () => {
  const good = await installPlugin({ id: 'counting', main: 'main.py' }, countingInPython());
  const directory = path.dirname(good.folder);
  const sources = Object.entries(bad).map(([id, code]) => [
    id,
    countingInPython(code).replace('"counting"', `"${id}"`),
  ]);
  for (const [id = '', source = ''] of [...sources, ['throwing', throwing]]) {
    await mkdir(path.join(directory, id));
    const file = { id, kind: 'aggregator', runtime: 'python', main: 'main.py' };
    await writeFile(path.join(directory, id, 'plugin.json'), JSON.stringify(file));
    await writeFile(path.join(directory, id, 'main.py'), source);
  }
  const database = await createTestDatabase();
  const sql = connectPostgres(database.url, { max: 2 });
  const log = (): void => undefined;
  const limits = { answerMs: 1_000, firstPauseMs: 10, memoryMb: 200 };
  const options = { directory, trusted: [], reserved: new Set<string>(), hubVersion: '0.1.0', log, limits };
  const processing = await startProcessing({
    databaseUrl: database.url,
    plugins: { aggregators: [attendance as AnyAggregator], detectors: [] },
    installed: createInstalledPlugins(options),
    hubVersion: '0.1.0',
    logger: pino({ level: 'silent' }),
    registry: new Registry(),
    tuning: { pollMs: 50, paceMs: 20, deadlineCheckMs: 100 },
  });
  try {
    await vi.waitFor(() => expect(processing.statuses()).toHaveLength(5), { timeout: 60_000 });
    const user_id = randomUUID();
    await appendAll(
      createPostgresEventStore(sql),
      Array.from({ length: 20 }, () => eventToAppend({ user_id })),
    );
    const conditions = () =>
      Object.fromEntries(
        processing.statuses().map(({ processor, condition, reason }) => [processor, reason ?? condition]),
      );
    await vi.waitFor(
      () =>
        expect(conditions()).toEqual({
          attendance: 'running',
          counting: 'running',
          looping: expect.stringContaining('did not answer "fold" within 1 s'),
          leaking: expect.stringContaining('200 MB are allowed'),
          babbling: expect.stringContaining('not JSON: "hello"'),
        }),
      { timeout: 40_000 },
    );
    await vi.waitFor(async () => {
      const log = await sql<{ message: string }[]>`
        select message from plugin_log where plugin_id = 'throwing' and level = 'error' order by log_id`;
      expect(log.map(({ message }) => message)).toEqual([
        expect.stringMatching(/^Traceback \(most recent call last\):\n.*\njson\.decoder\.JSONDecodeError: /s),
      ]);
    });
    await vi.waitFor(async () => {
      const [last] = await sql<{ message: string }[]>`
        select message from plugin_log where plugin_id = 'babbling' order by log_id desc limit 1`;
      expect(last?.message).toMatch(/^Quarantined: .*not JSON: "hello"/);
    });
    // Both also count what they derive themselves.
    const states = await sql<{ processor: string; seen: number }[]>`
      select processor, (state->>'seen')::int as seen from processor_state where window_kind = 'all' order by processor`;
    expect(states.map(({ processor }) => processor)).toEqual(['attendance', 'counting']);
    for (const { seen } of states) expect(seen).toBeGreaterThanOrEqual(20);
  } finally {
    await processing.stop();
    await sql.end();
    await database.drop();
  }
});
