import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { startEmbeddedClickhouse } from '../embedded/embedded-clickhouse.ts';
import { startEmbeddedPostgres } from '../embedded/embedded-postgres.ts';
import { isAlive, livingPostmaster } from '../embedded/postmaster-pid.ts';
import { stopProcess } from '../embedded/stop-process.ts';
import { migrate } from '../postgres/migrate.ts';
import { onPostgres, uniqueName, withDatabase } from './server-access.ts';

const FOLDER_PREFIX = 'activity-hub-test-';

interface Running {
  readonly url: string;
  stop(): Promise<void>;
}

/** One PostgreSQL and one ClickHouse for the whole run: those of the environment, else embedded ones. */
export default async function globalSetup(project: TestProject): Promise<() => Promise<void>> {
  await removeLeftovers();
  const folder = mkdtempSync(join(tmpdir(), `${FOLDER_PREFIX}${process.pid}-`));
  // What specs leave behind goes with the folder.
  process.env['TMPDIR'] = folder;
  const [database, clickhouse] = await Promise.all([testPostgres(folder), testClickhouse(folder)]);
  const template = uniqueName('template');
  await onPostgres(database.url, (sql) => sql.unsafe(`create database ${template}`));
  await migrate(withDatabase(database.url, template));
  project.provide('postgresUrl', database.url);
  project.provide('postgresTemplate', template);
  project.provide('clickhouseUrl', clickhouse.url);
  return async () => {
    await onPostgres(database.url, (sql) => sql.unsafe(`drop database if exists ${template} with (force)`));
    await Promise.all([database.stop(), clickhouse.stop()]);
    rmSync(folder, { recursive: true, force: true });
  };
}

async function testPostgres(folder: string): Promise<Running> {
  const url = process.env['DATABASE_URL'];
  if (url !== undefined && url !== '') return { url, stop: async () => {} };
  return await startEmbeddedPostgres({ dataDir: folder, durable: false });
}

async function testClickhouse(folder: string): Promise<Running> {
  const url = process.env['CLICKHOUSE_URL'];
  if (url !== undefined && url !== '') return { url, stop: async () => {} };
  return await startEmbeddedClickhouse({ dataDir: folder });
}

/** A run that was killed leaves its PostgreSQL (ClickHouse leaves by itself) and its folder. */
async function removeLeftovers(): Promise<void> {
  for (const name of readdirSync(tmpdir())) {
    if (!name.startsWith(FOLDER_PREFIX) || isAlive(Number.parseInt(name.slice(FOLDER_PREFIX.length), 10))) continue;
    const folder = join(tmpdir(), name);
    const left = livingPostmaster(join(folder, 'postgres'));
    if (left !== undefined) await stopProcess(left.pid, [{ signal: 'SIGQUIT', waitMs: 5_000 }]);
    rmSync(folder, { recursive: true, force: true });
  }
}
