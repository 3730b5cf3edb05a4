import { Worker } from 'node:worker_threads';
import type { ProcessorRef } from '@activity-hub/db/checkpoints/consumer-store';
import type { PluginWatch } from '../plugin-watch.ts';
import { Heartbeat } from './heartbeat.ts';

export interface WatchdogOptions {
  readonly databaseUrl: string;
  readonly processors: readonly ProcessorRef[];
  /** The longest one plugin call may take. */
  readonly limitMs: number;
}

/** What the thread is started with. */
export interface WatchdogOrder extends WatchdogOptions {
  readonly memory: SharedArrayBuffer;
}

export interface Watchdog {
  readonly watch: PluginWatch;
  stop(): Promise<void>;
}

/**
 * Watches the plugins of this process from a thread of its own. A plugin that does not return cannot be
 * interrupted inside JavaScript; so the thread records the quarantine and kills the whole process. The
 * supervisor starts it again, the quarantined processor stays stopped, and the others go on where their
 * checkpoints stand.
 */
export function startWatchdog(options: WatchdogOptions): Watchdog {
  const heartbeat = new Heartbeat(options.processors);
  const order: WatchdogOrder = { ...options, memory: heartbeat.memory };
  const worker = new Worker(new URL('./watchdog-thread.ts', import.meta.url), {
    workerData: order,
    name: 'plugin watchdog',
  });
  worker.unref();
  return {
    watch: heartbeat,
    async stop() {
      await worker.terminate();
    },
  };
}
