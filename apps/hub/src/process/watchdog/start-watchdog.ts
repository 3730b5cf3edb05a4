import { Worker } from 'node:worker_threads';
import type { ProcessorRef } from '@activity-hub/db/checkpoints/consumer-store';
import type { PluginWatch } from '../plugin-watch.ts';
import { Heartbeat } from './heartbeat.ts';

export interface WatchdogOptions {
  readonly databaseUrl: string;
  /** The longest one plugin call may take. */
  readonly limitMs: number;
}

/** What the thread is started with. */
export interface WatchdogOrder extends WatchdogOptions {
  readonly memory: SharedArrayBuffer;
}

/** What the thread is told of every processor. */
export interface WatchedProcessor {
  readonly index: number;
  readonly ref: ProcessorRef;
}

export interface Watchdog {
  readonly watch: PluginWatch;
  /** Names a processor before it runs. */
  announce(ref: ProcessorRef): void;
  stop(): Promise<void>;
}

/**
 * Watches the plugins of this process from a thread of its own. A plugin that does not return cannot be
 * interrupted inside JavaScript; so the thread records the quarantine and kills the whole process. The
 * supervisor starts it again, the quarantined processor stays stopped, and the others go on where their
 * checkpoints stand.
 */
export function startWatchdog(options: WatchdogOptions): Watchdog {
  const heartbeat = new Heartbeat();
  const order: WatchdogOrder = { ...options, memory: heartbeat.memory };
  const worker = new Worker(new URL('./watchdog-thread.ts', import.meta.url), {
    workerData: order,
    name: 'plugin watchdog',
  });
  worker.unref();
  return {
    watch: heartbeat,
    announce(ref) {
      const index = heartbeat.add(ref);
      worker.postMessage({ index, ref } satisfies WatchedProcessor);
    },
    async stop() {
      await worker.terminate();
    },
  };
}
