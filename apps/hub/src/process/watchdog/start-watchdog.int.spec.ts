import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { createPostgresEventStore } from '@activity-hub/db/event-store/postgres-event-store';
import { connectPostgres, type Sql } from '@activity-hub/db/postgres/client';
import { createTestDatabase, type TestDatabase } from '@activity-hub/db/testing/test-servers';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { appendAll, eventToAppend } from '../testing/append-fixtures.ts';

let database: TestDatabase;
let sql: Sql;
const children: ChildProcess[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  sql = connectPostgres(database.url, { max: 2 });
});

afterAll(async () => {
  for (const child of children) child.kill('SIGKILL');
  await sql.end();
  await database.drop();
});

function startChild(): ChildProcess {
  const script = fileURLToPath(new URL('../testing/looping-process.ts', import.meta.url));
  const child = spawn(process.execPath, [script, database.url], { stdio: 'ignore' });
  children.push(child);
  return child;
}

it('kills the process of a plugin that does not return, and keeps the plugin stopped afterwards', async () => {
  await appendAll(createPostgresEventStore(sql), [eventToAppend({ user_id: randomUUID() })]);
  const [, signal] = await once(startChild(), 'exit');
  expect(signal).toBe('SIGKILL');
  const [row] = await sql`select processor, reason, reason_code, reason_values, "offset" from processor_quarantine`;
  expect(row).toMatchObject({
    processor: 'looping',
    reason: expect.stringContaining('did not return within 1 s'),
    reason_code: 'did_not_return',
    reason_values: { seconds: 1, lane: expect.any(Number), offset: 1 },
    offset: 1,
  });

  const restarted = startChild();
  await vi.waitFor(
    async () => {
      const [state] =
        await sql`select state from processor_state where processor = 'attendance' and window_kind = 'all'`;
      expect(state?.['state']).toMatchObject({ seen: 1 });
    },
    { timeout: 20_000 },
  );
  expect(restarted.exitCode).toBeNull();
});
