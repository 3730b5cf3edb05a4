import { type ChildProcess, fork } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createClient } from '@clickhouse/client';
import { chosenPort } from './chosen-port.ts';
import type { FrontOptions, FrontReport } from './clickhouse-front.ts';
import { secretFile } from './secret-file.ts';
import { ServerLog } from './server-log.ts';
import { stopProcess } from './stop-process.ts';

export interface EmbeddedClickhouseOptions {
  /** The hub's data folder; tables lie in `clickhouse/` under it, the token in `clickhouse-token`. */
  readonly dataDir: string;
  /** Default: the port of the last start when still free, else any free one. */
  readonly port?: number;
  readonly onProgress?: (message: string) => void;
}

export interface EmbeddedClickhouse {
  /** With user and token, ready for the official client; never log it. */
  readonly url: string;
  readonly pid: number;
  /** Resolves when the process has ended by itself; never rejects. */
  readonly ended: Promise<void>;
  stop(): Promise<void>;
}

const FRONT = join(import.meta.dirname, 'clickhouse-front.ts');
/** The front of a hub that was just killed needs a moment to leave the folder. */
const TAKE_OVER_LIMIT_MS = 10_000;

export async function startEmbeddedClickhouse(options: EmbeddedClickhouseOptions): Promise<EmbeddedClickhouse> {
  const dataDir = resolve(options.dataDir);
  mkdirSync(dataDir, { recursive: true, mode: process.getuid?.() === 0 ? 0o711 : 0o700 });
  const token = secretFile(join(dataDir, 'clickhouse-token'));
  const log = new ServerLog(join(dataDir, 'clickhouse.log'));
  const until = performance.now() + TAKE_OVER_LIMIT_MS;
  for (;;) {
    const port = options.port ?? (await chosenPort(join(dataDir, 'clickhouse-port')));
    const child = forkFront(log);
    const report = await askFront(child, { folder: join(dataDir, 'clickhouse'), token, port });
    if ('port' in report) return await openedClickhouse(child, token, report.port);
    child.kill('SIGKILL');
    // The engine gives its reason to its own error output only.
    const locked = log.sinceStart().includes('Another server instance');
    const passing = locked || (options.port === undefined && report.error.includes('EADDRINUSE'));
    if (!passing || performance.now() > until) {
      const reason = `${report.error} (see ${log.path})`;
      const sentence = locked
        ? `another hub has ${dataDir} open. Stop it, or set HUB_DATA_DIR to another folder.`
        : reason;
      throw new Error(`Embedded ClickHouse did not start: ${sentence}`);
    }
    await sleep(100);
  }
}

/** A fork for its IPC channel: its end is how the front learns that the hub is gone, even by `kill -9`. */
function forkFront(log: ServerLog): ChildProcess {
  return log.start((file) =>
    fork(FRONT, {
      execArgv: [],
      env: { PATH: process.env['PATH'] ?? '', TZ: 'UTC', UV_THREADPOOL_SIZE: '16' },
      stdio: ['ignore', file, file, 'ipc'],
      detached: true,
    }),
  );
}

function askFront(child: ChildProcess, options: FrontOptions): Promise<FrontReport> {
  return new Promise((done) => {
    child.once('message', (message) => done(message as FrontReport));
    child.once('error', (error) => done({ error: error.message }));
    child.once('exit', (code, signal) => done({ error: `its process ended at once (${signal ?? code})` }));
    child.send(options);
  });
}

async function openedClickhouse(child: ChildProcess, token: string, port: number): Promise<EmbeddedClickhouse> {
  const pid = child.pid ?? 0;
  const ended = new Promise<void>((done) => {
    if (child.exitCode !== null || child.signalCode !== null) done();
    child.once('exit', () => done());
  });
  // Neither the process nor its channel keeps the caller alive.
  child.unref();
  child.channel?.unref();
  await makeHubDatabase(`http://hub:${token}@127.0.0.1:${port}`);
  let stopping: Promise<void> | undefined;
  return {
    url: `http://hub:${token}@127.0.0.1:${port}/hub`,
    pid,
    ended,
    stop() {
      stopping ??= stopFront(pid);
      return stopping;
    },
  };
}

/** Its own database: refreshable views fail in `default`, which the embedded engine overlays. */
async function makeHubDatabase(url: string): Promise<void> {
  const client = createClient({ url });
  try {
    await client.command({ query: 'CREATE DATABASE IF NOT EXISTS hub' });
  } finally {
    await client.close();
  }
}

async function stopFront(pid: number): Promise<void> {
  await stopProcess(pid, [
    { signal: 'SIGTERM', waitMs: 5_000 },
    { signal: 'SIGKILL', waitMs: 5_000 },
  ]);
}
