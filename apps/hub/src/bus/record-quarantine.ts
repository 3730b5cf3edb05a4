import type { PluginFault } from '@activity-hub/contracts/plugin/plugin-fault';
import type { FaultRow, ProcessorRef } from '@activity-hub/db/checkpoints/consumer-store';
import type { BaseLogger } from 'pino';
import { Backoff } from './backoff.ts';
import type { BatchStore } from './batch-store.ts';

const attempts = 8;
const neverAborted = new AbortController().signal;

export interface Quarantine {
  readonly ref: ProcessorRef;
  readonly fault: PluginFault;
  readonly position: { readonly lane: number; readonly offset: number } | null;
  readonly samples: readonly FaultRow[];
}

/** Keeps on trying for a while: the database may be away for the moment. */
export async function recordQuarantine(
  store: Pick<BatchStore, 'quarantine'>,
  logger: BaseLogger,
  { ref, fault, position, samples }: Quarantine,
): Promise<void> {
  const backoff = new Backoff(100, 5_000);
  for (;;) {
    try {
      return await store.quarantine(ref, fault, position, samples);
    } catch (error) {
      // Unrecorded it stays stopped all the same; after a restart it fails at the same event again.
      if (backoff.attempts >= attempts)
        return logger.error({ err: error, ...ref }, 'The quarantine could not be recorded.');
      await backoff.wait(neverAborted);
    }
  }
}
