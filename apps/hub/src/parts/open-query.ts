import type { Caller } from '@activity-hub/contracts/access/caller';
import type { HubPorts } from '@activity-hub/contracts/api/hub-ports';
import { connectClickhouse } from '@activity-hub/db/clickhouse/client';
import { createPostgresEventStore } from '@activity-hub/db/event-store/postgres-event-store';
import { connectPostgres } from '@activity-hub/db/postgres/client';
import { connectQueryPool } from '@activity-hub/db/queries/connect-query-pool';
import { createAuditLog } from '../auth/audit/audit-log.ts';
import { createCasePorts } from '../cases/create-case-ports.ts';
import { createPluginPorts } from '../catalogue/create-plugin-ports.ts';
import { createCorrectionPorts } from '../correct/create-correction-ports.ts';
import { SecretBox } from '../dispatch/secret-box.ts';
import { createSubscriptionPorts } from '../dispatch/subscriptions/create-subscription-ports.ts';
import { ExplainProcess } from '../explain/explain-process.ts';
import { KeptMarks } from '../explain/kept-marks.ts';
import { registerQueryRoutes } from '../http/query-routes.ts';
import { createQueryPorts } from '../query/create-query-ports.ts';
import { createRefusedPorts } from '../repair/create-refused-ports.ts';
import { analyticsCheck, consumersCheck } from '../telemetry/health-checks.ts';
import { createSourcePorts } from '../watch/create-source-ports.ts';
import { openFollowers } from './open-followers.ts';
import type { IngestPart } from './open-ingest.ts';
import { silentAfterMinutes } from './open-watch.ts';
import type { Part, PartContext } from './part.ts';

/** Everything that is asked and administered: the procedures over tRPC and REST. */
export async function openQuery(
  context: PartContext,
  ingest: Pick<IngestPart, 'ingest' | 'repairs' | 'waiter'> | undefined,
): Promise<Part> {
  const { server, env, access, people, schemas, logger } = context;
  if (env.clickhouseUrl === undefined) throw new Error('CLICKHOUSE_URL is not set, and the role query needs it.');
  const sql = connectQueryPool(env.databaseUrl);
  const changes = connectPostgres(env.databaseUrl, { max: 2, name: 'activity-hub catalogue' });
  const plugins = createPluginPorts({ sql, changes: { sql: changes, audit: createAuditLog(changes) } });
  const corrections = createCorrectionPorts({
    sql: changes,
    log: createPostgresEventStore(changes),
    audit: createAuditLog(changes),
    ingest: ingest?.ingest,
    now: Date.now,
  });
  const cases = createCasePorts({
    changes,
    audit: createAuditLog(changes),
    log: createPostgresEventStore(changes),
    visible: people.viewing.visible,
    now: Date.now,
  });
  const subscriptions = createSubscriptionPorts({
    sql,
    changes,
    audit: createAuditLog(changes),
    eventStore: createPostgresEventStore(changes),
    box: env.signIn.secretKnown ? new SecretBox(env.signIn.secret) : undefined,
    allow: env.webhookAllow,
    now: Date.now,
  });
  const clickhouse = connectClickhouse(env.clickhouseUrl);
  const explained = openExplainer(context);
  const queriesFor = createQueryPorts({
    ...explained,
    ...people.viewing,
    sql,
    clickhouse,
    defaultTimeZone: env.timeZone,
    clock: Date.now,
    personalPathsOf: (eventType) => schemas.registry.maskedPathsOf(eventType),
    asVersion: (event, version) => schemas.ports.asVersion(event, version),
    eventTypes: () => schemas.registry.eventTypes(),
  });
  const streamFor = openFollowers(context);
  const portsFor = (caller: Caller, requestId: string): Omit<HubPorts, 'publish'> => ({
    ...queriesFor({ caller, requestId }),
    ...people.portsFor({ caller, requestId }),
    keys: access.keys,
    schemas: schemas.ports,
    plugins,
    corrections,
    cases,
    subscriptions,
    refused: createRefusedPorts({ sql, repairs: ingest?.repairs, views: people.viewing.views }, caller, requestId),
    stream: streamFor({ caller, requestId }),
    sources: createSourcePorts({ sql, silentAfterMinutes }, caller),
  });
  await people.registerRoutes(server);
  await registerQueryRoutes(server, {
    portsFor,
    publish: { ingest: ingest?.ingest, waiter: ingest?.waiter },
    onFault: (failure, requestId) => logger.error({ request_id: requestId, err: failure }, 'query.failed'),
  });
  return {
    checks: [consumersCheck(sql, Date.now), analyticsCheck(clickhouse)],
    async stop() {
      explained.explainer.stop();
      await Promise.all([sql.end({ timeout: 1 }), changes.end({ timeout: 1 }), clickhouse.close()]);
    },
  };
}

function openExplainer({ env, version }: Pick<PartContext, 'env' | 'version'>) {
  const plugins = { directory: env.pluginsDir, trusted: env.trustedPlugins, hubVersion: version };
  return { explainer: new ExplainProcess(plugins), kept: new KeptMarks() };
}
