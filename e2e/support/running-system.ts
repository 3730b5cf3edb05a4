import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const root = path.join(import.meta.dirname, '../..');
/** Long enough for a first console build on a busy machine of two cores. */
const readyWithinMs = 240_000;
const stopsWithinMs = 30_000;

export interface RunningSystem {
  readonly consoleUrl: string;
  readonly hubUrl: string;
  /** Of whoever started it: it may do everything. */
  readonly operatorKey: string;
  /** Where plugins are installed. */
  readonly pluginsDir: string;
  stop(): Promise<void>;
}

/** The whole system as `npm start` runs it, on free ports, with a data folder that goes with it. */
export async function startSystem(): Promise<RunningSystem> {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'activity-hub-e2e-'));
  const [hubPort, processPort, grpcPort, consolePort] = await freePorts(4);
  const logFile = path.join(dataDir, 'e2e-start.log');
  const log = openSync(logFile, 'a');
  // Node itself and never npm, whose child would survive its end.
  const child = spawn(process.execPath, [path.join(root, 'apps/hub/src/cli/start/start.ts')], {
    cwd: root,
    stdio: ['ignore', log, log],
    env: {
      ...process.env,
      HUB_PORT: String(hubPort),
      HUB_PROCESS_PORT: String(processPort),
      HUB_GRPC_PORT: String(grpcPort),
      CONSOLE_PORT: String(consolePort),
      HUB_DATA_DIR: dataDir,
      // Receivers of webhooks in these tests listen on this machine.
      HUB_WEBHOOK_ALLOW: '127.0.0.1/32',
    },
  });
  const system = { consoleUrl: `http://127.0.0.1:${consolePort}`, hubUrl: `http://127.0.0.1:${hubPort}` };
  const stop = async (): Promise<void> => {
    await ended(child);
    rmSync(dataDir, { recursive: true, force: true });
  };
  try {
    await answers(`${system.hubUrl}/activity/health/ready`, child, logFile);
    await answers(`${system.consoleUrl}/`, child, logFile);
  } catch (error) {
    await stop();
    throw error;
  }
  const operatorKey = readFileSync(path.join(dataDir, 'operator-key'), 'utf8').trim();
  return { ...system, operatorKey, pluginsDir: path.join(dataDir, 'plugins'), stop };
}

async function answers(url: string, child: ChildProcess, logFile: string): Promise<void> {
  const deadline = Date.now() + readyWithinMs;
  for (;;) {
    const status = await fetch(url, { signal: AbortSignal.timeout(10_000) }).then(
      (answer) => answer.status,
      () => 0,
    );
    if (status === 200) return;
    if (child.exitCode !== null || Date.now() > deadline) {
      throw new Error(`The system did not come up (${url}). It said:\n${readFileSync(logFile, 'utf8').slice(-4_000)}`);
    }
    await pause(200);
  }
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
  });
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), stopsWithinMs);
  await exit;
  clearTimeout(timer);
}

/** Held open together, so that the system does not give one port twice. */
async function freePorts(count: number): Promise<readonly number[]> {
  const servers = await Promise.all(
    Array.from({ length: count }, async () => {
      const server = createServer();
      await new Promise<void>((resolve) => {
        server.listen(0, '127.0.0.1', resolve);
      });
      return server;
    }),
  );
  const ports = servers.map((server) => {
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('A port was asked for and none was given.');
    return address.port;
  });
  await Promise.all(
    servers.map(
      (server) =>
        new Promise<void>((resolve) => {
          server.close(() => resolve());
        }),
    ),
  );
  return ports;
}
