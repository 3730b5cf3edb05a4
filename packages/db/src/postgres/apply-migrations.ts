import { join } from 'node:path';
import { drizzle } from 'drizzle-orm/postgres-js';
import { migrate } from 'drizzle-orm/postgres-js/migrator';
import type { Sql } from 'postgres';

/** Runs the migrations that a database has not had. The client is for nothing else afterwards: `drizzle()` changes its parsers. */
export async function applyMigrations(client: Sql, folder = join(import.meta.dirname, 'migrations')): Promise<void> {
  await migrate(drizzle(client), { migrationsFolder: folder });
}
