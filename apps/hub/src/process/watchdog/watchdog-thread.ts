import { writeSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { type PluginFault, pluginFaultSentence } from '@activity-hub/contracts/plugin/plugin-fault';
import { createPostgresConsumerStore } from '@activity-hub/db/checkpoints/postgres-consumer-store';
import { connectPostgres } from '@activity-hub/db/postgres/client';
import { Heartbeat, type RunningCall } from './heartbeat.ts';
import type { WatchdogOrder, WatchedProcessor } from './start-watchdog.ts';

const { databaseUrl, limitMs, memory } = workerData as WatchdogOrder;
const tickMs = Math.min(250, Math.ceil(limitMs / 4));
const processors = new Map<number, WatchedProcessor['ref']>();
parentPort?.on('message', ({ index, ref }: WatchedProcessor) => processors.set(index, ref));

/** A database that does not answer must not keep the stuck process alive. */
const recordWithinMs = 5_000;

/** Ticks are counted instead of reading the clock: a machine that slept must not look like a stuck plugin. */
async function watch(): Promise<void> {
  const heartbeat = new Heartbeat(memory);
  let call = -1;
  let ticks = 0;
  for (;;) {
    await delay(tickMs);
    const running = heartbeat.running();
    ticks = running !== undefined && running.call === call ? ticks + 1 : 0;
    call = running?.call ?? -1;
    if (running !== undefined && ticks * tickMs >= limitMs) return await end(running);
  }
}

async function end({ processor, lane, offset }: RunningCall): Promise<void> {
  const ref = processors.get(processor);
  const name = ref?.processor ?? 'an unknown processor';
  const fault: PluginFault = { code: 'did_not_return', values: { seconds: limitMs / 1000, lane, offset } };
  const reason = pluginFaultSentence(fault);
  // Written past the streams: those belong to the main thread, which hangs.
  writeSync(
    2,
    `${JSON.stringify({ level: 60, time: Date.now(), msg: `Killing this process: ${name} is stuck. ${reason}` })}\n`,
  );
  if (ref !== undefined) await Promise.race([record(ref, fault, { lane, offset }), delay(recordWithinMs)]);
  process.kill(process.pid, 'SIGKILL');
}

async function record(
  ref: { processor: string; version: string },
  fault: PluginFault,
  position: { lane: number; offset: number },
): Promise<void> {
  try {
    const sql = connectPostgres(databaseUrl, { max: 1, name: 'activity-hub watchdog' });
    await createPostgresConsumerStore(sql).quarantine(ref, fault, position, []);
  } catch (error) {
    // Unrecorded, the plugin gets stuck again after the restart, and the next attempt may succeed.
    writeSync(
      2,
      `${JSON.stringify({ level: 50, time: Date.now(), msg: `The quarantine was not recorded: ${String(error)}` })}\n`,
    );
  }
}

await watch();
