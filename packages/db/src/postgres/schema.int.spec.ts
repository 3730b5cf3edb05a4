import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { getTableConfig, PgTable } from 'drizzle-orm/pg-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../testing/test-servers.ts';
import { connectPostgres, type Sql } from './client.ts';
import journal from './migrations/meta/_journal.json' with { type: 'json' };

const folder = path.join(import.meta.dirname, 'schema');
let database: TestDatabase;
let sql: Sql;

beforeAll(async () => {
  database = await createTestDatabase();
  sql = connectPostgres(database.url, { max: 1 });
});
afterAll(async () => {
  await sql?.end();
  await database?.drop();
});

it('describes the tables as the migrations made them', async () => {
  const modules = await Promise.all(
    (await readdir(folder)).map((file) => import(path.join(folder, file)) as Promise<object>),
  );
  const tables = modules.flatMap((module) => Object.values(module).filter((value) => value instanceof PgTable));
  const described = tables.flatMap((table) => {
    const { name, columns } = getTableConfig(table);
    return columns.map((column) => `${name}.${column.name} ${column.getSQLType()}${column.notNull ? ' not null' : ''}`);
  });
  const made = await sql<{ table_name: string; column_name: string; type: string; nullable: boolean }[]>`
    select class.relname as table_name, attname as column_name, format_type(atttypid, atttypmod) as type, not attnotnull as nullable
    from pg_attribute join pg_class class on class.oid = attrelid
    where attnum > 0 and not attisdropped and class.relnamespace = 'public'::regnamespace and class.relname = any (${tables.map((table) => getTableConfig(table).name)})`;
  const found = made.map(
    ({ table_name, column_name, type, nullable }) =>
      `${table_name}.${column_name} ${type}${nullable ? '' : ' not null'}`,
  );
  expect(described.toSorted()).toEqual(found.toSorted());
});

it('keeps beside the newest migration what it leads to, from which the next one is made', () => {
  const newest = journal.entries.at(-1)?.tag.split('_', 1)[0];
  expect(existsSync(path.join(import.meta.dirname, `migrations/meta/${newest}_snapshot.json`))).toBe(true);
});
