import { createPostgresEventStore } from '@activity-hub/db/event-store/postgres-event-store';
import { connectPostgres, type Sql } from '@activity-hub/db/postgres/client';
import { appendRefused } from '@activity-hub/db/refused/append-refused';
import type { SentEvent } from '../../ingest/decode-body.ts';
import { decodeBody } from '../../ingest/decode-body.ts';
import { emptyDirectory } from '../../ingest/identity-directory.ts';
import type { Ingest } from '../../ingest/ingest-events.ts';
import type { IngestRequest } from '../../ingest/ingest-request.ts';
import { startIngest } from '../../ingest/start-ingest.ts';
import { catalogueSchemas } from '../../ingest/testing/catalogue-schemas.ts';

const silent = {
  prepared: () => undefined,
  answered: () => undefined,
  committed: () => undefined,
  commitFailed: () => undefined,
  hintLost: () => undefined,
};

/** The pipeline of the ingest over a database, without a server around it. */
export interface RepairHub {
  readonly sql: Sql;
  /** Keeps what it refuses. */
  readonly ingest: Ingest;
  /** Keeps nothing: the one for repairs. */
  readonly repairing: Ingest;
  /** Sends something that is refused, and answers with its refused id. */
  refuse(value: unknown, request?: Partial<IngestRequest>): Promise<string>;
  stop(): Promise<void>;
}

export const anyone: IngestRequest = {
  publisher: { keyId: null, source: null, allows: () => true },
  surface: 'rest',
  format: 'event',
};

export function sentEventsOf(value: unknown): readonly SentEvent[] {
  const decoded = decodeBody(Buffer.from(JSON.stringify(value)), 'single');
  if ('fault' in decoded) throw new Error(decoded.fault.detail);
  return decoded.events;
}

export function startRepairHub(databaseUrl: string): RepairHub {
  const sql = connectPostgres(databaseUrl, { max: 4 });
  // As in the hub: who waits for the lock of a repair must not hold the connection that its append needs.
  const log = connectPostgres(databaseUrl, { max: 4 });
  const common = {
    eventStore: createPostgresEventStore(log),
    notify: async () => undefined,
    hubTimeZone: 'UTC',
    schemas: catalogueSchemas,
    identity: emptyDirectory,
    now: Date.now,
    observer: silent,
  };
  const running = startIngest({ ...common, keepRefused: (refused) => appendRefused(log, refused) });
  return {
    sql,
    ingest: running.ingest,
    repairing: running.repairing,
    async refuse(value, request = {}) {
      const [verdict] = await running.ingest.take(sentEventsOf(value), { ...anyone, ...request });
      if (verdict?.status !== 'refused' || verdict.refused_id === null)
        throw new Error(`Not refused: ${JSON.stringify(verdict)}`);
      return verdict.refused_id;
    },
    async stop() {
      await running.stop();
      await Promise.all([sql.end(), log.end()]);
    },
  };
}
