import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { migrateClickhouse } from '@activity-hub/db/clickhouse/migrate';
import { startEmbeddedClickhouse } from '@activity-hub/db/embedded/embedded-clickhouse';
import { startEmbeddedPostgres } from '@activity-hub/db/embedded/embedded-postgres';
import { migrate } from '@activity-hub/db/postgres/migrate';

export interface OwnServers {
  readonly databaseUrl: string;
  /** What a hub process needs to find them. */
  readonly env: Readonly<Record<string, string>>;
}

/** Runs something on embedded servers of its own, durable as in earnest, and removes every trace of them. */
export async function withOwnServers<Result>(run: (servers: OwnServers) => Promise<Result>): Promise<Result> {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'hub-own-'));
  const postgres = await startEmbeddedPostgres({ dataDir: path.join(dataDir, 'postgres') });
  const clickhouse = await startEmbeddedClickhouse({ dataDir: path.join(dataDir, 'clickhouse') });
  try {
    await migrate(postgres.url);
    await migrateClickhouse(clickhouse.url);
    const env = { DATABASE_URL: postgres.url, CLICKHOUSE_URL: clickhouse.url, HUB_DATA_DIR: dataDir };
    return await run({ databaseUrl: postgres.url, env });
  } finally {
    await clickhouse.stop();
    await postgres.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
}
