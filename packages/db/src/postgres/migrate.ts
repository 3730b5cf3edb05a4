import postgres, { type Sql } from 'postgres';
import { connectPostgres } from './client.ts';
import { ensurePartitions } from './ensure-partitions.ts';
import journal from './migrations/meta/_journal.json' with { type: 'json' };

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
  // One connection: the advisory lock belongs to the session. A client of its own: Drizzle changes its parsers.
  const client = postgres(url, { max: 1, connect_timeout: 10, max_lifetime: null, onnotice: () => {} });
  try {
    await client`select pg_advisory_lock(${MIGRATION_LOCK})`;
    if (await isNewest(client)) return;
    // Read only where there is something to do: Drizzle is a third of a start of the hub.
    const { applyMigrations } = await import('./apply-migrations.ts');
    await applyMigrations(client);
  } finally {
    await client.end();
  }
}

/** As Drizzle judges it: by when the newest migration was made that the database has had. */
async function isNewest(client: Sql): Promise<boolean> {
  const [table] = await client<{ there: boolean }[]>`
    select to_regclass('drizzle.__drizzle_migrations') is not null as there`;
  if (table?.there !== true) return false;
  const [row] = await client<{ newest: number }[]>`
    select coalesce(max(created_at), 0)::float8 as newest from drizzle.__drizzle_migrations`;
  return row !== undefined && row.newest >= Math.max(...journal.entries.map(({ when }) => when));
}
