import { migrateClickhouse } from '@activity-hub/db/clickhouse/migrate';
import { startEmbeddedClickhouse } from '@activity-hub/db/embedded/embedded-clickhouse';
import { startEmbeddedPostgres } from '@activity-hub/db/embedded/embedded-postgres';
import { migrate } from '@activity-hub/db/postgres/migrate';
import type { RunningStack } from './running-stack.ts';
import type { StartProgress } from './start-progress.ts';
import type { StartSettings } from './start-settings.ts';
import { SupervisedServer } from './supervised-server.ts';

interface Start {
  readonly settings: StartSettings;
  readonly progress: StartProgress;
  readonly running: RunningStack;
  readonly onTrouble: (sentence: string) => void;
}

/** PostgreSQL, migrated; the embedded one unless DATABASE_URL names another. Gives its address. */
export async function startDatabase({ settings, progress, running, onTrouble }: Start): Promise<string> {
  const url =
    settings.databaseUrl ??
    (await progress.step('PostgreSQL', async (note) => {
      const server = new SupervisedServer({
        name: 'PostgreSQL',
        onTrouble,
        start: (port) =>
          startEmbeddedPostgres({
            dataDir: settings.dataDir,
            onProgress: note,
            ...(port === undefined ? {} : { port }),
          }),
      });
      const { url: address } = await server.start();
      await running.add(server);
      return address;
    }));
  const whose = settings.databaseUrl === undefined ? '' : ' of DATABASE_URL';
  await progress.step(`tables in PostgreSQL${whose}`, () =>
    explained('DATABASE_URL', settings.databaseUrl, migrate(url)),
  );
  return url;
}

/** ClickHouse, migrated; the embedded one unless CLICKHOUSE_URL names another. Gives its address. */
export async function startAnalytics({ settings, progress, running, onTrouble }: Start): Promise<string> {
  const url =
    settings.clickhouseUrl ??
    (await progress.step('ClickHouse', async () => {
      const server = new SupervisedServer({
        name: 'ClickHouse',
        onTrouble,
        start: (port) =>
          startEmbeddedClickhouse({ dataDir: settings.dataDir, ...(port === undefined ? {} : { port }) }),
      });
      const { url: address } = await server.start();
      await running.add(server);
      return address;
    }));
  const whose = settings.clickhouseUrl === undefined ? '' : ' of CLICKHOUSE_URL';
  await progress.step(`tables in ClickHouse${whose}`, () =>
    explained('CLICKHOUSE_URL', settings.clickhouseUrl, migrateClickhouse(url)),
  );
  return url;
}

/** A server of the operator's own fails for reasons of its own; the address is not shown, it holds a password. */
async function explained(variable: string, given: string | undefined, work: Promise<void>): Promise<void> {
  try {
    await work;
  } catch (cause) {
    if (given === undefined) throw cause;
    const { code, message } = cause as { code?: string | number; message?: string };
    const reason = [code, message].filter((part) => part !== undefined && part !== '').join(': ');
    throw new Error(
      `The server of ${variable} cannot be used (${reason || 'no reason given'}). ` +
        `Check that it runs and that the address is right, or unset ${variable} to use the embedded one.`,
      { cause },
    );
  }
}
