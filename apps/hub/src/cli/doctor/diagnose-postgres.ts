import { readFileSync } from 'node:fs';
import { connectPostgres, type Sql } from '@activity-hub/db/postgres/client';
import { diagnoseConsumers } from './diagnose-consumers.ts';
import { type Diagnosis, diagnosesOf, reasonWithoutAddress } from './diagnosis.ts';
import { type FoundServer, shownAddress } from './find-servers.ts';

const { well, warning, failure } = diagnosesOf('PostgreSQL');

/** Without any of these a crash of the machine loses events that were acknowledged. */
const durableSettings = ['fsync', 'synchronous_commit', 'full_page_writes'] as const;
const oldestMajor = 18;
const DAY_MS = 86_400_000;

export async function diagnosePostgres(server: FoundServer | undefined, now: number): Promise<readonly Diagnosis[]> {
  if (server === undefined) {
    return [failure('address', 'no database is known', 'Start the hub (npm start), or set DATABASE_URL.')];
  }
  const sql = connectPostgres(server.url, { max: 1, name: 'activity-hub doctor' });
  const where = `${shownAddress(server.url)} (from the ${server.from})`;
  try {
    const begun = performance.now();
    const [row] = await sql<{ server_version: string; num: number }[]>`
      select current_setting('server_version') as server_version, current_setting('server_version_num')::int as num`;
    const reached = well('reachable', `${where}, ${Math.round(performance.now() - begun)} ms`);
    return [
      reached,
      judgeVersion(row?.server_version ?? 'unknown', row?.num ?? 0),
      judgeSettings(await readSettings(sql)),
      ...(await diagnoseSchema(sql, now)),
    ];
  } catch (error) {
    const advice =
      server.from === 'environment'
        ? 'Start that server and check DATABASE_URL.'
        : 'Start the hub: npm start brings the embedded PostgreSQL with it.';
    return [failure('reachable', `${where}: ${reasonWithoutAddress(error)}`, advice)];
  } finally {
    await sql.end({ timeout: 1 });
  }
}

export function judgeVersion(version: string, num: number): Diagnosis {
  return Math.floor(num / 10_000) >= oldestMajor
    ? well('version', version)
    : failure('version', `${version} is too old`, `The log needs PostgreSQL ${oldestMajor} or newer.`);
}

export function judgeSettings(settings: ReadonlyMap<string, string>): Diagnosis {
  const off = durableSettings.filter((name) => settings.get(name) === 'off');
  return off.length === 0
    ? well('durability', durableSettings.map((name) => `${name} ${settings.get(name)}`).join(', '))
    : failure('durability', `${off.join(', ')} is off`, 'Switch it on: a power cut would lose acknowledged events.');
}

async function readSettings(sql: Sql): Promise<ReadonlyMap<string, string>> {
  const rows = await sql<{ name: string; setting: string }[]>`
    select name, setting from pg_settings where name in ${sql([...durableSettings])}`;
  return new Map(rows.map((row) => [row.name, row.setting]));
}

/** What the tables say. Only once they are there: the other questions would fail for the same reason. */
async function diagnoseSchema(sql: Sql, now: number): Promise<readonly Diagnosis[]> {
  const migrations = judgeMigrations(await appliedMigrations(sql), knownMigrations());
  if (migrations.level === 'failure') return [migrations];
  return [migrations, judgePartitions(await lastPartitionEnd(sql), now), ...(await diagnoseConsumers(sql, now))];
}

async function appliedMigrations(sql: Sql): Promise<readonly number[]> {
  const [table] = await sql`select to_regclass('drizzle.__drizzle_migrations') as name`;
  if (table?.['name'] == null) return [];
  const rows = await sql<{ created_at: number }[]>`select created_at from drizzle.__drizzle_migrations`;
  return rows.map((row) => row.created_at);
}

interface KnownMigration {
  readonly when: number;
  readonly tag: string;
}

function knownMigrations(): readonly KnownMigration[] {
  const journal = new URL(import.meta.resolve('@activity-hub/db/postgres/migrate'));
  const text = readFileSync(new URL('./migrations/meta/_journal.json', journal), 'utf8');
  return (JSON.parse(text) as { entries: KnownMigration[] }).entries;
}

export function judgeMigrations(applied: readonly number[], known: readonly KnownMigration[]): Diagnosis {
  const missing = known.filter((migration) => !applied.includes(migration.when));
  if (missing.length > 0) {
    const names = missing.map((migration) => migration.tag).join(', ');
    return failure('migrations', `not applied: ${names}`, 'Start the hub of this version: it migrates as it starts.');
  }
  const strange = applied.length - known.length;
  return strange > 0
    ? warning('migrations', `${strange} of a newer hub`, 'This hub is older than its database: update it.')
    : well('migrations', `${known.length} applied`);
}

async function lastPartitionEnd(sql: Sql): Promise<string | undefined> {
  const [row] = await sql<{ last_end: string | null }[]>`
    select max((regexp_match(pg_get_expr(part.relpartbound, part.oid), $$TO [(]'([^']+)'[)]$$))[1]::timestamptz) as last_end
    from pg_inherits join pg_class part on part.oid = inhrelid
    where inhparent = 'event'::regclass`;
  return row?.last_end ?? undefined;
}

export function judgePartitions(lastEnd: string | undefined, now: number): Diagnosis {
  const advice = 'Restart the hub: it makes partitions for three months as it starts and every six hours.';
  if (lastEnd === undefined) return failure('partitions', 'the log has none', advice);
  const days = Math.floor((Date.parse(lastEnd) - now) / DAY_MS);
  if (days < 0) return failure('partitions', `ended on ${lastEnd.slice(0, 10)}: no event can be stored`, advice);
  return days < 31
    ? warning('partitions', `made until ${lastEnd.slice(0, 10)}, ${days} days ahead`, advice)
    : well('partitions', `made until ${lastEnd.slice(0, 10)}, ${days} days ahead`);
}
