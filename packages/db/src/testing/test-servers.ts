import { createClient } from '@clickhouse/client';
import { inject } from 'vitest';
import { onPostgres, uniqueName, withDatabase } from './server-access.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** A database whose user may create databases; never written to by a spec. */
    readonly postgresUrl: string;
    /** Migrated once per run and only copied afterwards. */
    readonly postgresTemplate: string;
    readonly clickhouseUrl: string;
  }
}

export interface TestDatabase {
  readonly url: string;
  drop(): Promise<void>;
}

export interface TestClickhouse {
  readonly url: string;
  readonly database: string;
  drop(): Promise<void>;
}

/** A migrated database of the caller's own: call it in `beforeAll`, drop it in `afterAll`. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const admin = inject('postgresUrl');
  const name = uniqueName('spec');
  await onPostgres(admin, (sql) => sql.unsafe(`create database ${name} template ${inject('postgresTemplate')}`));
  return {
    url: withDatabase(admin, name),
    async drop() {
      // A consumer of the spec may still hold a connection; its test is over.
      await onPostgres(admin, (sql) => sql.unsafe(`drop database if exists ${name} with (force)`));
    },
  };
}

/** An empty ClickHouse database of the caller's own; `url` names it, so the official client needs nothing else. */
export async function createTestClickhouse(): Promise<TestClickhouse> {
  const admin = inject('clickhouseUrl');
  const database = uniqueName('spec');
  await onClickhouse(admin, `CREATE DATABASE ${database}`);
  return {
    url: withDatabase(admin, database),
    database,
    async drop() {
      await onClickhouse(admin, `DROP DATABASE IF EXISTS ${database} SYNC`);
    },
  };
}

async function onClickhouse(url: string, query: string): Promise<void> {
  const client = createClient({ url });
  try {
    await client.command({ query });
  } finally {
    await client.close();
  }
}
