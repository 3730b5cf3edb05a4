import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { freePort } from '@activity-hub/db/embedded/chosen-port';
import { hubProgram } from '../hub-program.ts';
import { nodeEnvironment } from './node-environment.ts';
import { operatorKey } from './operator-key.ts';

/** A start takes a second, and half a minute where other work holds the cores. */
const readyTimeoutMs = 90_000;

export interface HubProcess {
  readonly pid: number;
  readonly url: string;
  /** Host and port; nothing listens there without the role ingest. */
  readonly grpcAddress: string;
  /** What it printed so far: the reason when it did not become ready. */
  output(): string;
  /** Highest resident memory so far, in MiB. */
  peakRssMb(): number;
  /** Ends it as an operator would. */
  stop(): Promise<void>;
  /** Ends it as a power cut would (SIGKILL). */
  kill(): Promise<void>;
}

async function becomesReady(url: string, child: ChildProcess, output: () => string): Promise<void> {
  const deadline = Date.now() + readyTimeoutMs;
  for (;;) {
    if (child.exitCode !== null)
      throw new Error(`The hub ended with ${child.exitCode} before it was ready:\n${output()}`);
    const answer = await fetch(`${url}/activity/health/ready`).catch(() => undefined);
    if (answer?.ok === true) return;
    if (Date.now() > deadline) throw new Error(`The hub was not ready after ${readyTimeoutMs} ms:\n${output()}`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

/** Runs one hub process of the given roles, as a test or a bench needs it, and waits until it is ready. */
export async function startHubProcess(options: {
  readonly roles: 'ingest,query' | 'ingest' | 'process' | 'dispatch' | 'process,dispatch';
  readonly env: Readonly<Record<string, string>>;
  readonly port?: number;
}): Promise<HubProcess> {
  const port = options.port ?? (await freePort());
  const grpcPort = await freePort();
  const portName = options.roles.startsWith('ingest') ? 'HUB_PORT' : 'HUB_PROCESS_PORT';
  const child = spawn(process.execPath, hubProgram(options.roles), {
    env: {
      NODE_ENV: 'production',
      ...nodeEnvironment,
      HUB_LOG_LEVEL: 'warn',
      HUB_GRPC_PORT: String(grpcPort),
      HUB_OPERATOR_KEY: operatorKey,
      ...options.env,
      [portName]: String(port),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  const keep = (chunk: Buffer): void => {
    printed = (printed + chunk.toString('utf8')).slice(-20_000);
  };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  const exited = once(child, 'exit');
  const url = `http://127.0.0.1:${port}`;
  const pid = child.pid;
  if (pid === undefined) throw new Error('The hub process could not be started.');
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (child.exitCode === null && child.signalCode === null) child.kill(signal);
    await exited;
  };
  try {
    await becomesReady(url, child, () => printed);
  } catch (failure) {
    await end('SIGKILL');
    throw failure;
  }
  return {
    pid,
    url,
    grpcAddress: `127.0.0.1:${grpcPort}`,
    output: () => printed,
    peakRssMb: () => {
      const peak = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
      return Math.round(Number(peak?.[1] ?? 0) / 1024);
    },
    stop: () => end('SIGTERM'),
    kill: () => end('SIGKILL'),
  };
}
