import { parseArgs } from 'node:util';
import { connectPostgres } from '@activity-hub/db/postgres/client';
import { ensurePartitions } from '@activity-hub/db/postgres/ensure-partitions';
import { migrate } from '@activity-hub/db/postgres/migrate';
import manifest from '../package.json' with { type: 'json' };
import { readEnv } from './env.ts';
import { type RunningHub, startHub } from './hub.ts';
import { parseRoles } from './role.ts';
import { createLogger } from './telemetry/logger.ts';

/** The program of a hub process: `node apps/hub/src/main.ts --roles ingest,query`, and one with `--roles process`. */
const partitionCheckMs = 6 * 60 * 60 * 1000;
const forcedExitMs = 15_000;

/** Says what is wrong with the database without its address, which holds the password. */
function databaseProblem(cause: unknown): Error {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  const reason = code !== '' ? code : cause instanceof Error ? cause.message : 'no reason given';
  return new Error(
    `PostgreSQL cannot be used (${reason}). Start it and check DATABASE_URL; "npm start" brings its own.`,
    { cause },
  );
}

async function prepareDatabase(url: string): Promise<void> {
  try {
    await migrate(url);
  } catch (cause) {
    throw databaseProblem(cause);
  }
}

/** Partitions are made months ahead; a hub that runs for months must go on doing so. */
function keepPartitionsAhead(url: string, onFailure: (failure: unknown) => void): NodeJS.Timeout {
  const ensure = async (): Promise<void> => {
    const sql = connectPostgres(url, { max: 1, name: 'activity-hub partitions' });
    try {
      await ensurePartitions(sql);
    } finally {
      await sql.end({ timeout: 5 });
    }
  };
  return setInterval(() => void ensure().catch(onFailure), partitionCheckMs).unref();
}

function stopOnSignals(hub: RunningHub, onFailure: (failure: unknown) => void): void {
  let stopping = false;
  const stop = (): void => {
    if (stopping) return;
    stopping = true;
    setTimeout(() => process.exit(1), forcedExitMs).unref();
    hub.stop().then(
      () => process.exit(0),
      (failure: unknown) => {
        onFailure(failure);
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { roles: { type: 'string', default: 'ingest,query' } } });
  const roles = parseRoles(values.roles);
  const env = readEnv(process.env);
  const logger = createLogger({ level: env.logLevel, role: [...roles].join(',') });
  await prepareDatabase(env.databaseUrl);
  const hub = await startHub({ roles, env, logger, version: manifest.version });
  keepPartitionsAhead(env.databaseUrl, (failure) => logger.error({ err: failure }, 'partitions.failed'));
  stopOnSignals(hub, (failure) => logger.error({ err: failure }, 'hub.stop-failed'));
}

try {
  await main();
} catch (failure) {
  process.stderr.write(`The hub did not start: ${failure instanceof Error ? failure.message : String(failure)}\n`);
  process.exit(1);
}
