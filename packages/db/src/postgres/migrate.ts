import { join } from 'node:path';
import { drizzle } from 'drizzle-orm/postgres-js';
import { migrate as applyMigrations } from 'drizzle-orm/postgres-js/migrator';
import postgres from 'postgres';
import { connectPostgres } from './client.ts';
import { ensurePartitions } from './ensure-partitions.ts';

const MIGRATION_LOCK = 7_205_441_903;

/**
 * Brings the database to the newest schema and makes the log's partitions. Processes may do so at
 * once: Drizzle takes no lock of its own, and without ours all but one of them fail.
 */
export async function migrate(url: string): Promise<void> {
  await migrateSchema(url);
  const sql = connectPostgres(url, { max: 1, name: 'activity-hub migrate' });
  try {
    await ensurePartitions(sql);
  } finally {
    await sql.end();
  }
}

async function migrateSchema(url: string): Promise<void> {
  // One connection: the advisory lock belongs to the session. A client of its own: drizzle() changes its parsers.
  const client = postgres(url, { max: 1, connect_timeout: 10, max_lifetime: null, onnotice: () => {} });
  try {
    await client`select pg_advisory_lock(${MIGRATION_LOCK})`;
    await applyMigrations(drizzle(client), { migrationsFolder: join(import.meta.dirname, 'migrations') });
  } finally {
    await client.end();
  }
}
