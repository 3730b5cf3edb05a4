import type { Act } from '@activity-hub/contracts/access/act';
import type { SchemaPorts } from '@activity-hub/contracts/api/schemas-ports';
import { connectPostgres, type Sql } from '@activity-hub/db/postgres/client';
import { createTestDatabase } from '@activity-hub/db/testing/test-servers';
import { createAuditLog } from '../../auth/audit/audit-log.ts';
import { createSchemaPorts } from '../create-schema-ports.ts';
import { SchemaWorker } from '../schema-worker.ts';
import { type SchemaRegistry, startRegistry } from '../start-registry.ts';

export const anna: Act = {
  actor: { kind: 'person', person_id: 'p1', email: 'a@example.org', name: 'Anna', role: 'admin' },
  request_id: 'r1',
};

/** The registries of two processes that start at once on one database, as ingest and query may. */
export interface TwoRegistries {
  readonly sql: Sql;
  readonly one: SchemaRegistry;
  readonly other: SchemaRegistry;
  readonly ports: SchemaPorts;
  readonly portsOfOther: SchemaPorts;
  stop(): Promise<void>;
}

export async function startTwoRegistries(): Promise<TwoRegistries> {
  const database = await createTestDatabase();
  const sql = connectPostgres(database.url, { max: 4 });
  const worker = new SchemaWorker();
  const logger = { warn: () => undefined, info: () => undefined };
  const options = { databaseUrl: database.url, logger, now: Date.now, checkEveryMs: 100 };
  const [one, other] = await Promise.all([startRegistry(options), startRegistry(options)]);
  const shared = { sql, worker, audit: createAuditLog(sql), now: Date.now };
  return {
    sql,
    one,
    other,
    ports: createSchemaPorts({ ...shared, registry: one }),
    portsOfOther: createSchemaPorts({ ...shared, registry: other }),
    async stop() {
      await Promise.all([one.stop(), other.stop(), worker.stop()]);
      await sql.end();
      await database.drop();
    },
  };
}
