import { hash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import type { ClickHouseClient } from '@clickhouse/client';
import { clickhouseDatabaseOf, connectClickhouse } from './client.ts';

const directory = new URL('./migrations/', import.meta.url);
const identifier = /^[A-Za-z_][A-Za-z0-9_]{0,62}$/;

interface AppliedMigration {
  readonly name: string;
  readonly digest: string;
}

/**
 * Brings the analytics database to the newest schema: every numbered file once, in order, recorded in
 * `migration`. ClickHouse has neither transactions over DDL nor advisory locks, so every statement of a
 * migration must be repeatable (IF NOT EXISTS): two hubs that migrate at once, or a crash half-way,
 * then do no harm.
 * @throws when an applied file was edited afterwards: databases would differ in silence.
 */
export async function migrateClickhouse(url: string, database: string = clickhouseDatabaseOf(url)): Promise<void> {
  if (!identifier.test(database)) throw new Error(`"${database}" is no name for a ClickHouse database.`);
  // Never `default`: with the embedded engine its kind of database lacks refreshable views.
  const root = connectClickhouse(url, { database: 'default' });
  try {
    await root.command({ query: `CREATE DATABASE IF NOT EXISTS ${database}` });
  } finally {
    await root.close();
  }
  const client = connectClickhouse(url, { database });
  try {
    await client.command({
      query: `CREATE TABLE IF NOT EXISTS migration (name String, digest String, applied_at DateTime64(3, 'UTC') DEFAULT now64(3))
              ENGINE = ReplacingMergeTree ORDER BY name`,
    });
    await applyMissing(client);
  } finally {
    await client.close();
  }
}

async function applyMissing(client: ClickHouseClient): Promise<void> {
  const answer = await client.query({ query: 'SELECT name, digest FROM migration FINAL', format: 'JSONEachRow' });
  const applied = new Map((await answer.json<AppliedMigration>()).map((row) => [row.name, row.digest]));
  const names = (await readdir(directory)).filter((name) => name.endsWith('.sql')).sort();
  for (const name of names) {
    const text = await readFile(new URL(name, directory), 'utf8');
    const digest = hash('sha256', text);
    const known = applied.get(name);
    if (known !== undefined && known !== digest)
      throw new Error(`ClickHouse migration ${name} was changed after it had been applied.`);
    if (known !== undefined) continue;
    for (const query of statementsOf(text)) await client.command({ query });
    await client.insert({
      table: 'migration',
      values: [{ name, digest }],
      columns: ['name', 'digest'],
      format: 'JSONEachRow',
    });
  }
}

/** The statements of a file. A semicolon at the end of a line ends one. */
function statementsOf(text: string): readonly string[] {
  return text
    .split(/;\s*$/m)
    .map((statement) => statement.trim())
    .filter((statement) => statement.split('\n').some((line) => line.trim() !== '' && !line.trim().startsWith('--')));
}
