import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { onPostgres, uniqueName, withDatabase } from '../testing/server-access.ts';
import { connectPostgres } from './client.ts';
import { ensureEventPartitions } from './ensure-event-partitions.ts';
import { migrate } from './migrate.ts';

const name = uniqueName('migrate');
const url = withDatabase(inject('postgresUrl'), name);

beforeAll(() => onPostgres(inject('postgresUrl'), (sql) => sql.unsafe(`create database ${name}`)));
afterAll(() => onPostgres(inject('postgresUrl'), (sql) => sql.unsafe(`drop database ${name} with (force)`)));

async function migrateInAnotherProcess(): Promise<unknown> {
  const module = fileURLToPath(new URL('./migrate.ts', import.meta.url));
  const code = `const { migrate } = await import(${JSON.stringify(module)}); await migrate(process.env.DATABASE_URL);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', code], {
    env: { ...process.env, DATABASE_URL: url },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const [exitCode] = await once(child, 'exit');
  return exitCode;
}

it('lets processes migrate a fresh database at once', async () => {
  expect(await Promise.all([migrateInAnotherProcess(), migrateInAnotherProcess(), migrate(url)])).toEqual([
    0,
    0,
    undefined,
  ]);
  await migrate(url);
  const sql = connectPostgres(url);
  try {
    const [log] = await sql`
      select (select count(*) from lane) as lanes, (select count(*) from log_identity) as logs,
        (select count(*) from pg_inherits where inhparent = 'event'::regclass) as partitions`;
    expect(log).toEqual({ lanes: 16, logs: 1, partitions: 4 });
    const made = await Promise.all(Array.from({ length: 5 }, () => ensureEventPartitions(sql, 6)));
    expect(made.toSorted((a, b) => a - b)).toEqual([0, 0, 0, 0, 3]);
  } finally {
    await sql.end();
  }
});
