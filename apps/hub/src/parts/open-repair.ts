import { connectPostgres } from '@activity-hub/db/postgres/client';
import { createAuditLog } from '../auth/audit/audit-log.ts';
import type { Repairs } from '../repair/create-refused-ports.ts';
import type { RepairSources } from '../repair/publish-repair.ts';
import { publisherOfKey } from '../repair/publisher-of-key.ts';
import { RepairWorker } from '../repair/repair-worker.ts';
import type { PartContext } from './part.ts';

export interface OpenRepair {
  readonly repairs: Repairs;
  stop(): Promise<void>;
}

/** The repair of refused events, where events are taken. */
export function openRepair({ env, logger }: PartContext, ingest: RepairSources['ingest']): OpenRepair {
  // A repair holds a connection until the log answers, and some more may wait for its lock. So their look-ups have
  // a client of their own, and so has the log: else those who wait could hold what the first one needs.
  const sql = connectPostgres(env.databaseUrl, { max: 4, name: 'activity-hub repair' });
  const lookUps = connectPostgres(env.databaseUrl, { max: 1, name: 'activity-hub repair look-ups' });
  const sources: RepairSources = {
    ingest,
    publisherOfKey: (keyId) => publisherOfKey(lookUps, keyId, Date.now()),
  };
  const worker = new RepairWorker({
    sql,
    sources,
    onFailure: (failure) => logger.warn({ err: failure }, 'repair.failed'),
  });
  worker.start();
  return {
    repairs: { sql, sources, audit: createAuditLog(sql), wake: () => worker.wake() },
    async stop() {
      await worker.stop();
      await Promise.all([sql.end({ timeout: 1 }), lookUps.end({ timeout: 1 })]);
    },
  };
}
