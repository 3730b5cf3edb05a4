import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import postgres from 'postgres';
import { chosenPort } from './chosen-port.ts';
import { type PostgresBinaries, postgresBinaries } from './postgres-binaries.ts';
import { makePostgresCluster } from './postgres-cluster.ts';
import { isAlive, livingPostmaster, readPostmasterPid } from './postmaster-pid.ts';
import { secretFile } from './secret-file.ts';
import { ServerLog } from './server-log.ts';
import { stopProcess } from './stop-process.ts';
import { openTree, openWayTo, type ProcessOwner, unprivilegedOwner } from './unprivileged-user.ts';

export interface EmbeddedPostgresOptions {
  /** The hub's data folder; the cluster lies in `postgres/` under it, the password in `postgres-password`. */
  readonly dataDir: string;
  /** Default: the port of the last start when still free, else any free one. */
  readonly port?: number;
  /** false only for tests: commits no longer survive a power cut. */
  readonly durable?: boolean;
  readonly settings?: Readonly<Record<string, string>>;
  readonly onProgress?: (message: string) => void;
}

export interface EmbeddedPostgres {
  /** With user and password; never log it. */
  readonly url: string;
  /** True when a server that outlived an earlier hub was taken over. */
  readonly adopted: boolean;
  readonly pid: number;
  /** Resolves when the server has ended, by itself or not; never rejects. */
  readonly ended: Promise<void>;
  stop(): Promise<void>;
}

const START_LIMIT_MS = 60_000;
const SETTINGS = {
  max_connections: '200',
  shared_buffers: '256MB',
  max_wal_size: '2GB',
  timezone: 'UTC',
  log_timezone: 'UTC',
  password_encryption: 'scram-sha-256',
};
/** Without fsync a commit costs no disk wait: only where losing everything is harmless. */
const THROW_AWAY_SETTINGS = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' };

/** Everything below needs the same few places; they follow from the data folder alone. */
interface Place {
  readonly folder: string;
  readonly log: ServerLog;
  readonly portFile: string;
  readonly password: string;
  readonly owner: ProcessOwner;
  readonly binaries: PostgresBinaries;
}

export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const say = options.onProgress ?? (() => {});
  const place = preparePlace(resolve(options.dataDir), say);
  const adopted = await adoptPostmaster(place, options.port);
  if (adopted !== undefined) {
    say(`took over PostgreSQL still running as process ${adopted.pid}`);
    return embeddedPostgres(place, adopted, true);
  }
  if (!existsSync(join(place.folder, 'PG_VERSION'))) {
    say('making the PostgreSQL data folder');
    await makePostgresCluster({ ...place, durable: options.durable ?? true });
  }
  const started = await startPostmaster(place, options);
  return embeddedPostgres(place, started, false);
}

function preparePlace(dataDir: string, say: (message: string) => void): Place {
  const owner = unprivilegedOwner();
  const binaries = postgresBinaries();
  mkdirSync(dataDir, { recursive: true, mode: owner.uid === undefined ? 0o700 : 0o711 });
  const opened = [...openWayTo(owner, dataDir), ...openWayTo(owner, binaries.root)];
  if (opened.length > 0) say(`let PostgreSQL (user nobody) pass through ${opened.join(', ')}`);
  openTree(owner, binaries.root);
  const folder = join(dataDir, 'postgres');
  const passwordFile = join(dataDir, 'postgres-password');
  if (existsSync(join(folder, 'PG_VERSION')) && !existsSync(passwordFile)) {
    throw new Error(`${passwordFile} is missing, so PostgreSQL in ${folder} cannot be opened. Restore that file.`);
  }
  return {
    folder,
    owner,
    binaries,
    log: new ServerLog(join(dataDir, 'postgres.log')),
    portFile: join(dataDir, 'postgres-port'),
    password: secretFile(passwordFile),
  };
}

/** A server that outlived its hub is kept (its cache is warm); one that does not answer is stopped. */
async function adoptPostmaster(
  place: Place,
  port: number | undefined,
): Promise<{ pid: number; port: number } | undefined> {
  const living = livingPostmaster(place.folder);
  if (living === undefined) {
    rmSync(join(place.folder, 'postmaster.pid'), { force: true });
    return undefined;
  }
  const wanted = port === undefined || port === living.port;
  if (wanted && (await opensWithin(place, living.port, 10_000))) return living;
  await stopPostmaster(living.pid);
  return undefined;
}

async function startPostmaster(place: Place, options: EmbeddedPostgresOptions): Promise<{ pid: number; port: number }> {
  const until = performance.now() + START_LIMIT_MS;
  for (;;) {
    const port = options.port ?? (await chosenPort(place.portFile));
    const child = spawnPostmaster(place, port, options);
    const outcome = await readyOrGone(place, child, until);
    if (outcome === 'ready' && child.pid !== undefined) return { pid: child.pid, port };
    if (outcome === 'late' && child.pid !== undefined) await stopPostmaster(child.pid);
    const log = place.log.sinceStart();
    // Both pass by themselves: backends of a killed postmaster leave within a second or so, and a port
    // taken between the look and the bind is chosen anew.
    const passing =
      /shared memory block|pre-existing/.test(log) || (/could not bind/.test(log) && options.port === undefined);
    if (!passing || performance.now() > until) {
      throw new Error(`PostgreSQL did not start (see ${place.log.path}): ${log.split('\n').slice(-5).join(' | ')}`);
    }
    await sleep(100);
  }
}

function spawnPostmaster(place: Place, port: number, options: EmbeddedPostgresOptions): ChildProcess {
  const settings = { ...SETTINGS, ...(options.durable === false ? THROW_AWAY_SETTINGS : {}), ...options.settings };
  const args = ['-D', place.folder, '-p', String(port), '-h', '127.0.0.1', '-k', ''];
  for (const [name, value] of Object.entries(settings)) args.push('-c', `${name}=${value}`);
  // Its own process group: Ctrl-C in a terminal reaches the hub first, which stops the server last.
  const child = place.log.start((log) =>
    spawn(place.binaries.postgres, args, {
      ...place.owner,
      cwd: place.folder,
      env: { PATH: process.env['PATH'] ?? '', LC_ALL: 'C.UTF-8' },
      stdio: ['ignore', log, log],
      detached: true,
    }),
  );
  child.unref();
  return child;
}

async function readyOrGone(place: Place, child: ChildProcess, until: number): Promise<'ready' | 'gone' | 'late'> {
  let gone = false;
  child.once('exit', () => {
    gone = true;
  });
  child.once('error', () => {
    gone = true;
  });
  while (performance.now() < until) {
    if (gone) return 'gone';
    const postmaster = readPostmasterPid(place.folder);
    if (postmaster?.pid === child.pid && postmaster?.ready) return 'ready';
    await sleep(5);
  }
  return 'late';
}

async function embeddedPostgres(
  place: Place,
  server: { pid: number; port: number },
  adopted: boolean,
): Promise<EmbeddedPostgres> {
  await makeHubDatabase(place, server.port);
  let stopping: Promise<void> | undefined;
  return {
    url: urlOf(place, server.port, 'hub'),
    adopted,
    pid: server.pid,
    ended: endOf(server.pid),
    stop() {
      stopping ??= stopPostmaster(server.pid);
      return stopping;
    },
  };
}

/** Asked for again and again, because an adopted server is not our child and sends no exit event. */
async function endOf(pid: number): Promise<void> {
  while (isAlive(pid)) await sleep(500, undefined, { ref: false });
}

/** SIGINT rolls back open transactions and writes a checkpoint; SIGQUIT leaves recovery to the next start. */
async function stopPostmaster(pid: number): Promise<void> {
  const stopped = await stopProcess(pid, [
    { signal: 'SIGINT', waitMs: 15_000 },
    { signal: 'SIGQUIT', waitMs: 5_000 },
    { signal: 'SIGKILL', waitMs: 5_000 },
  ]);
  if (!stopped) throw new Error(`PostgreSQL (process ${pid}) could not be stopped.`);
}

function urlOf(place: Place, port: number, database: string): string {
  return `postgres://hub:${place.password}@127.0.0.1:${port}/${database}`;
}

async function opensWithin(place: Place, port: number, limitMs: number): Promise<boolean> {
  const until = performance.now() + limitMs;
  do {
    const sql = postgres(urlOf(place, port, 'postgres'), { max: 1, connect_timeout: 5, onnotice: () => {} });
    try {
      await sql`select 1`;
      return true;
    } catch (error) {
      if ((error as { code?: string }).code === '28P01') return false;
      await sleep(50);
    } finally {
      await sql.end({ timeout: 1 });
    }
  } while (performance.now() < until && livingPostmaster(place.folder) !== undefined);
  return false;
}

async function makeHubDatabase(place: Place, port: number): Promise<void> {
  const sql = postgres(urlOf(place, port, 'postgres'), { max: 1, connect_timeout: 10, onnotice: () => {} });
  try {
    const found = await sql`select 1 from pg_database where datname = 'hub'`;
    if (found.length === 0) await sql`create database hub`;
  } finally {
    await sql.end({ timeout: 1 });
  }
}
