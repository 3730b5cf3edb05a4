import type { SchemaPorts } from '@activity-hub/contracts/api/schemas-ports';
import { connectPostgres } from '@activity-hub/db/postgres/client';
import type { Logger } from 'pino';
import { createAuditLog } from '../auth/audit/audit-log.ts';
import type { HubEnv } from '../env.ts';
import { createSchemaPorts } from '../schemas/create-schema-ports.ts';
import { SchemaWorker } from '../schemas/schema-worker.ts';
import { type SchemaRegistry, startRegistry } from '../schemas/start-registry.ts';

/** The schema registry of a process, and what admins do with it. */
export interface Schemas {
  readonly registry: SchemaRegistry;
  readonly ports: SchemaPorts;
  stop(): Promise<void>;
}

export async function openSchemas(options: { readonly env: HubEnv; readonly logger: Logger }): Promise<Schemas> {
  const { databaseUrl } = options.env;
  const registry = await startRegistry({ databaseUrl, logger: options.logger, now: Date.now });
  const worker = new SchemaWorker();
  // Of its own: what admins ask and change must not wait behind the counting of use.
  const sql = connectPostgres(databaseUrl, { max: 2, name: 'activity-hub schemas' });
  return {
    registry,
    ports: createSchemaPorts({ sql, registry, worker, audit: createAuditLog(sql), now: Date.now }),
    async stop() {
      await Promise.all([registry.stop(), worker.stop()]);
      await sql.end({ timeout: 1 });
    },
  };
}
