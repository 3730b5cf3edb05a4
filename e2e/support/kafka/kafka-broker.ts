import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { freePort } from '@activity-hub/db/embedded/chosen-port';
import { java } from './java-programs.ts';

const run = promisify(execFile);
const START_LIMIT_MS = 120_000;

export interface KafkaBroker {
  /** As `host:port`. */
  readonly address: string;
  /** Resolves with its last words when its process has ended and its folder is gone. */
  readonly ended: Promise<string>;
}

export interface KafkaPorts {
  readonly port: number;
  readonly controllerPort: number;
}

/** Free now: a broker that ends by itself comes back under the same address. */
export async function kafkaPorts(): Promise<KafkaPorts> {
  const [port, controllerPort] = await Promise.all([freePort(), freePort()]);
  return { port, controllerPort };
}

/** One broker that is its own controller, on this machine only; it and all its records go when `signal` aborts. */
export async function startKafkaBroker(jars: string, ports: KafkaPorts, signal: AbortSignal): Promise<KafkaBroker> {
  const folder = mkdtempSync(path.join(tmpdir(), 'activity-hub-kafka-'));
  try {
    const settings = path.join(folder, 'server.properties');
    writeFileSync(settings, serverProperties({ ...ports, logs: path.join(folder, 'logs') }));
    const program = (...command: string[]) => [...javaOptions(jars), ...command];
    const clusterId = randomBytes(16).toString('base64url');
    await run(java.command, program('kafka.tools.StorageTool', 'format', '-t', clusterId, '-c', settings), { signal });
    const child = spawn(java.command, program('kafka.Kafka', settings), {
      stdio: ['ignore', 'pipe', 'pipe'],
      signal,
      // What it would write while it shuts down is thrown away anyway.
      killSignal: 'SIGKILL',
    });
    const words = lastWords(child);
    const ended = new Promise<void>((done) => child.once('close', () => done())).then(() => {
      forget(folder);
      return words();
    });
    await ready(child, words);
    return { address: `127.0.0.1:${ports.port}`, ended };
  } catch (error) {
    forget(folder);
    throw error;
  }
}

/** Starts soon and stays small; it lives for a minute or two and has few records to keep. */
function javaOptions(jars: string): string[] {
  const logger = '-Dorg.slf4j.simpleLogger';
  return [
    '-Xmx256m',
    '-XX:+UseSerialGC',
    '-XX:TieredStopAtLevel=1',
    `${logger}.defaultLogLevel=warn`,
    `${logger}.log.kafka.server.KafkaRaftServer=info`,
    '-cp',
    path.join(jars, '*'),
  ];
}

function serverProperties(options: { port: number; controllerPort: number; logs: string }): string {
  const lines = {
    'process.roles': 'broker,controller',
    'node.id': 1,
    'controller.quorum.voters': `1@127.0.0.1:${options.controllerPort}`,
    listeners: `PLAINTEXT://127.0.0.1:${options.port},CONTROLLER://127.0.0.1:${options.controllerPort}`,
    'advertised.listeners': `PLAINTEXT://127.0.0.1:${options.port}`,
    'controller.listener.names': 'CONTROLLER',
    'listener.security.protocol.map': 'CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT',
    'log.dirs': options.logs,
    // Their defaults ask for three brokers.
    'offsets.topic.replication.factor': 1,
    'offsets.topic.num.partitions': 1,
    'transaction.state.log.replication.factor': 1,
    'transaction.state.log.min.isr': 1,
    'transaction.state.log.num.partitions': 1,
    // The first consumer of a group need not wait for others.
    'group.initial.rebalance.delay.ms': 0,
  };
  return Object.entries(lines)
    .map(([name, value]) => `${name}=${value}\n`)
    .join('');
}

/** Read to the end, as a full pipe would stop the broker; kept are the last ones alone. */
function lastWords(child: ChildProcess): () => string {
  let printed = '';
  const keep = (chunk: Buffer): void => {
    printed = `${printed}${chunk.toString()}`.slice(-4_000);
  };
  child.stdout?.on('data', keep);
  child.stderr?.on('data', keep);
  return () => printed.trim();
}

/** By its own word: its port opens before it answers. */
async function ready(child: ChildProcess, words: () => string): Promise<void> {
  const started = Promise.withResolvers<void>();
  const late = setTimeout(() => {
    child.kill('SIGKILL');
    started.reject(new Error(`Kafka did not start within ${START_LIMIT_MS / 1000} s`));
  }, START_LIMIT_MS);
  const look = () => {
    if (words().includes('Kafka Server started')) started.resolve();
  };
  child.stdout?.on('data', look);
  child.stderr?.on('data', look);
  child.once('error', started.reject);
  child.once('close', () => started.reject(new Error(`Kafka ended at once: ${words()}`)));
  try {
    await started.promise;
  } finally {
    // Left running it would kill a broker that is well, two minutes after its start.
    clearTimeout(late);
  }
}

function forget(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
}
