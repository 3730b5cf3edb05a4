import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { onPostgres, uniqueName, withDatabase } from '../testing/server-access.ts';
import { applyMigrations } from './apply-migrations.ts';
import { connectPostgres } from './client.ts';
import { ensurePartitions } from './ensure-partitions.ts';
import { migrate } from './migrate.ts';
import journal from './migrations/meta/_journal.json' with { type: 'json' };

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
    const made = await Promise.all(Array.from({ length: 5 }, () => ensurePartitions(sql, 6)));
    expect(made.map(({ log }) => log).toSorted((a, b) => a - b)).toEqual([0, 0, 0, 0, 3]);
    expect(made.reduce((sum, { metrics }) => sum + metrics, 0)).toBe(3);
  } finally {
    await sql.end();
  }
});

it('brings a database to the newest schema from the one before', async () => {
  const before = uniqueName('migrate');
  const at = withDatabase(inject('postgresUrl'), before);
  const folder = await mkdtemp(path.join(tmpdir(), 'migrations-'));
  await cp(fileURLToPath(new URL('./migrations', import.meta.url)), folder, { recursive: true });
  const older = { ...journal, entries: journal.entries.slice(0, -1) };
  await writeFile(path.join(folder, 'meta/_journal.json'), JSON.stringify(older));
  await onPostgres(inject('postgresUrl'), (sql) => sql.unsafe(`create database ${before}`));
  const sql = connectPostgres(at, { max: 1 });
  try {
    await applyMigrations(sql, folder);
    await migrate(at);
    const [had] = await sql`select count(*)::int as migrations from drizzle.__drizzle_migrations`;
    expect(had).toEqual({ migrations: journal.entries.length });
  } finally {
    await sql.end();
    await onPostgres(inject('postgresUrl'), (one) => one.unsafe(`drop database ${before} with (force)`));
    await rm(folder, { recursive: true });
  }
});

it('moves the points that a back-fill wrote into partitions of their months, and none twice', async () => {
  const sql = connectPostgres(url);
  const write = (value: number) => sql`
    insert into activity_metrics (processor, version, "timestamp", metric_type, value)
    select 'velocity', '1.0.0', at, 'tasks', ${value}
    from generate_series('2024-11-15'::timestamptz, '2025-02-15'::timestamptz, interval '1 month') as at
    on conflict (processor, version, metric_type, user_id, "timestamp") do update set value = excluded.value`;
  try {
    await write(1);
    expect(await ensurePartitions(sql, 6)).toEqual({ log: 0, metrics: 4 });
    await write(2);
    expect(await ensurePartitions(sql, 6)).toEqual({ log: 0, metrics: 0 });
    const rows = await sql`select tableoid::regclass::text as of, value from activity_metrics order by "timestamp"`;
    expect([...rows]).toEqual(
      ['2024_11', '2024_12', '2025_01', '2025_02'].map((month) => ({ of: `activity_metrics_${month}`, value: 2 })),
    );
  } finally {
    await sql.end();
  }
});
