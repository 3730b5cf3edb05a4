import { connectClickhouse } from '@activity-hub/db/clickhouse/client';
import { createPostgresEventStore } from '@activity-hub/db/event-store/postgres-event-store';
import { connectPostgres, type Sql } from '@activity-hub/db/postgres/client';
import { connectQueryPool } from '@activity-hub/db/queries/connect-query-pool';
import { appendRefused } from '@activity-hub/db/refused/append-refused';
import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import { WAKE_UP_CHANNEL } from './bus/wake-up.ts';
import type { HubEnv } from './env.ts';
import { createServer } from './http/create-server.ts';
import { registerDemoRoute } from './http/demo-route.ts';
import { registerIngestRoutes } from './http/ingest-routes.ts';
import { listenOnLoopback } from './http/listen-on-loopback.ts';
import { registerOperationsRoutes } from './http/operations-routes.ts';
import { registerQueryRoutes } from './http/query-routes.ts';
import { startIngest } from './ingest/start-ingest.ts';
import { createQueryPorts } from './query/create-query-ports.ts';
import type { Role } from './role.ts';
import { createHealth, type HealthCheck } from './telemetry/health.ts';
import {
  analyticsCheck,
  consumersCheck,
  eventLogCheck,
  processingCheck,
  queueCheck,
} from './telemetry/health-checks.ts';
import { createHubMetrics, type HubMetrics } from './telemetry/hub-metrics.ts';
import { createIngestMetrics } from './telemetry/ingest-metrics.ts';

/*
 *                        REST · NDJSON
 *                              │
 *  ingest      normalise → validate → enrich ──► refused events (kept, repairable)
 *                              │ group commit: id key + row, one statement
 *  event log   PostgreSQL, append-only, lanes with gap-free offsets   ◄── the only source of truth
 *                              │ commit, then a wake-up hint (NOTIFY after commit, coalesced, no data)
 *  bus         consumers read a lane after their checkpoint
 *         ┌────────────────────┼──────────────────┐
 *  process aggregators         detectors          projection
 *         │ state + checkpoint │ cases            ClickHouse (OLAP)
 *         └─ derived events go back through the same append
 *  query       REST · tRPC → console, reports
 *
 *  ingest and query share a process; process, the only place with plugin code, has one of its own.
 */

export interface RunningHub {
  readonly url: string;
  stop(): Promise<void>;
}

export interface HubOptions {
  readonly roles: ReadonlySet<Role>;
  readonly env: HubEnv;
  readonly logger: Logger;
  readonly version: string;
  /** See `IngestRoutesOptions`; specs shorten it. */
  readonly bodyTimeoutMs?: number | undefined;
}

/** A part of the hub: what it answers for, and how it ends. */
interface Part {
  readonly checks: readonly HealthCheck[];
  stop(): Promise<void>;
}

async function openIngest(server: FastifyInstance, sql: Sql, metrics: HubMetrics, options: HubOptions): Promise<Part> {
  const { env, logger } = options;
  const hints = connectPostgres(env.databaseUrl, { max: 1, name: 'activity-hub hints' });
  const running = startIngest({
    eventStore: createPostgresEventStore(sql),
    keepRefused: (refused) => appendRefused(sql, refused),
    notify: () => hints.notify(WAKE_UP_CHANNEL, ''),
    hubTimeZone: env.timeZone,
    now: Date.now,
    observer: createIngestMetrics(metrics, logger),
  });
  metrics.gauge('hub_ingest_queue_events', 'Events that wait for the event log', () => running.waiting());
  await registerDemoRoute(server, running.ingest);
  await registerIngestRoutes(server, { ingest: running.ingest, bodyTimeoutMs: options.bodyTimeoutMs });
  return {
    checks: [queueCheck(running)],
    async stop() {
      await running.stop();
      await hints.end({ timeout: 1 });
    },
  };
}

async function openProcess(metrics: HubMetrics, { env, logger, version }: HubOptions): Promise<Part> {
  // Imported only here: nothing that runs plugins is ever loaded beside ingest.
  const { startProcessing } = await import('./process/start-processing.ts');
  const { aggregators, detectors } = await import('@activity-hub/plugins/catalog');
  const processing = await startProcessing({
    databaseUrl: env.databaseUrl,
    clickhouse: env.clickhouseUrl === undefined ? undefined : { url: env.clickhouseUrl },
    plugins: { aggregators, detectors },
    hubVersion: version,
    logger,
    registry: metrics.registry,
    quietMs: env.quietMs,
  });
  return { checks: [processingCheck(() => processing.health())], stop: () => processing.stop() };
}

function openQuery(server: FastifyInstance, { env, logger }: HubOptions): Part {
  if (env.clickhouseUrl === undefined) throw new Error('CLICKHOUSE_URL is not set, and the role query needs it.');
  const sql = connectQueryPool(env.databaseUrl);
  const clickhouse = connectClickhouse(env.clickhouseUrl);
  registerQueryRoutes(server, {
    ports: createQueryPorts({ sql, clickhouse, defaultTimeZone: env.timeZone, clock: Date.now }),
    onFault: (failure, requestId) => logger.error({ request_id: requestId, err: failure }, 'query.failed'),
  });
  return {
    checks: [consumersCheck(sql, Date.now), analyticsCheck(clickhouse)],
    async stop() {
      await Promise.all([sql.end({ timeout: 1 }), clickhouse.close()]);
    },
  };
}

/** Starts the parts of the picture that the roles ask for, in its order, and stops them in the same order. */
export async function startHub(options: HubOptions): Promise<RunningHub> {
  const { roles, env, logger, version } = options;
  const metrics = createHubMetrics({ collectDefaults: true });
  const server = createServer(logger);
  const sql = connectPostgres(env.databaseUrl, { max: 6, name: 'activity-hub ingest' });
  const parts: Part[] = [];
  if (roles.has('ingest')) parts.push(await openIngest(server, sql, metrics, options));
  if (roles.has('process')) parts.push(await openProcess(metrics, options));
  if (roles.has('query')) parts.push(openQuery(server, options));
  const health = createHealth(version, [eventLogCheck(sql), ...parts.flatMap((part) => part.checks)]);
  registerOperationsRoutes(server, { health, metrics });
  const listening = await listenOnLoopback(server, roles.has('process') ? env.processPort : env.port);
  logger.info({ roles: [...roles], address: listening.url }, 'hub.started');
  return {
    url: listening.url,
    async stop() {
      await listening.close();
      for (const part of parts) await part.stop();
      await sql.end({ timeout: 1 });
      logger.info('hub.stopped');
    },
  };
}
