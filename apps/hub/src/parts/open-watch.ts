import { sourceProfileOf } from '@activity-hub/contracts/sources/catalog';
import { readReaderOffsets } from '@activity-hub/db/checkpoints/read-reader-offsets';
import { createPostgresEventStore } from '@activity-hub/db/event-store/postgres-event-store';
import { connectPostgres } from '@activity-hub/db/postgres/client';
import { readStorage } from '../watch/read-storage.ts';
import { ReceiptWaiter } from '../watch/receipt-waiter.ts';
import type { SourceCounters } from '../watch/source-counters.ts';
import { startWatch } from '../watch/start-watch.ts';
import { createWatchMetrics } from '../watch/watch-metrics.ts';
import type { PartContext } from './part.ts';

export interface OpenWatch {
  readonly waiter: ReceiptWaiter;
  stop(): Promise<void>;
}

/** After how many silent minutes something is wrong with a source, as far as its profile says. */
export function silentAfterMinutes(source: string): number | undefined {
  return sourceProfileOf(source)?.silent_after_minutes;
}

/** The watch over sources and consumers, and the waits for a read model: whatever looks at figures time and again. */
export function openWatch({ env, logger, metrics }: PartContext, counters: SourceCounters): OpenWatch {
  const sql = connectPostgres(env.databaseUrl, { max: 2, name: 'activity-hub watch' });
  const waiter = new ReceiptWaiter({ read: (processors) => readReaderOffsets(sql, processors) });
  metrics.gauge('hub_receipt_waits', 'Publishers that wait for a read model', () => waiter.waiting());
  const watch = startWatch({
    sql,
    eventStore: createPostgresEventStore(sql),
    counters,
    silentAfterMinutes,
    readStorage: () => readStorage({ sql, dataDir: env.dataDir, limitBytes: env.storageLimitBytes }),
    observer: createWatchMetrics(metrics.registry, logger),
    now: Date.now,
    watchingSinceMs: Date.now(),
  });
  return {
    waiter,
    async stop() {
      waiter.stop();
      await watch.stop();
      await sql.end({ timeout: 1 });
    },
  };
}
