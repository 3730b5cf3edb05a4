import { connectPostgres } from '@activity-hub/db/postgres/client';
import type { Logger } from 'pino';
import { startPeople } from './auth/people/start-people.ts';
import { startAccess } from './auth/start-access.ts';
import type { HubEnv } from './env.ts';
import type { RouteDemand } from './http/authenticate-requests.ts';
import { createServer } from './http/create-server.ts';
import { listenOnLoopback } from './http/listen-on-loopback.ts';
import { registerOperationsRoutes } from './http/operations-routes.ts';
import { createLoadShedding } from './http/shed-load.ts';
import { createAdmission } from './ingest/admission.ts';
import { openDispatch } from './parts/open-dispatch.ts';
import { openIngest } from './parts/open-ingest.ts';
import { openProcess } from './parts/open-process.ts';
import { openQuery } from './parts/open-query.ts';
import { openSchemas } from './parts/open-schemas.ts';
import type { Part } from './parts/part.ts';
import { type Role, runsPlugins } from './role.ts';
import { createHealth } from './telemetry/health.ts';
import { eventLogCheck } from './telemetry/health-checks.ts';
import { createHubMetrics } from './telemetry/hub-metrics.ts';
import { acceptUpgrades, type Upgrade } from './websocket/accept-upgrades.ts';

/*
 *     REST · NDJSON · tRPC · gRPC · WebSocket · CloudEvents · xAPI · Segment · ORY
 *                              │ who asks, and what may they? (auth)
 *  ingest      source → envelope → normalise → scope → schema → clock → identity → trace
 *                              │      └──► refused events (kept, repaired, published again) ──┐
 *                              │ group commit: id key + row, one statement  ◄─────────────────┘
 *  event log   PostgreSQL, append-only, lanes with gap-free offsets   ◄── the only source of truth
 *                              │ commit, then a wake-up hint (NOTIFY after commit, coalesced, no data)
 *  bus         consumers read a lane after their checkpoint
 *         ┌────────────────────┼──────────────────┐
 *  process aggregators         detectors          projection
 *         │ state + checkpoint │ cases            ClickHouse (OLAP)
 *         └─ derived events go back through the same append
 *  dispatch    matcher → deliveries → webhooks, sinks, pull; retries, dead letters, repairs
 *  watch       silent sources, unusual refusals, lag: one event an episode, through the same append
 *  query       REST · tRPC → console, reports; each answer for its viewer, masked, recorded as seen
 *
 *  ingest and query share a process; process and dispatch, where plugins run, have another.
 */

export interface RunningHub {
  readonly url: string;
  /** Host and port; only where events are taken. */
  readonly grpcAddress: string | undefined;
  /** Every HTTP route with what it asks of its caller. */
  readonly routes: readonly RouteDemand[];
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

/** Starts the parts of the picture that the roles ask for, in its order, and stops them in the same order. */
export async function startHub(options: HubOptions): Promise<RunningHub> {
  const { roles, env, logger, version } = options;
  const metrics = createHubMetrics({ collectDefaults: true });
  const people = startPeople({ databaseUrl: env.databaseUrl, settings: env.signIn, logger, now: Date.now });
  const access = await startAccess({
    databaseUrl: env.databaseUrl,
    operatorKey: env.operatorKey,
    sessionOf: people.sessionOf,
    trustedProxies: env.signIn.trustedProxies,
    logger,
    now: Date.now,
  });
  const schemas = await openSchemas({ env, logger });
  const admission = createAdmission({ eventsPerSecond: env.maxEventsPerSecond });
  const shed = metrics.stage('admission');
  const shedLoad = createLoadShedding(admission, () => shed.count('shed_requests', 1));
  const server = createServer(logger, access.authenticate, env.signIn.consoleUrls, shedLoad);
  const sql = connectPostgres(env.databaseUrl, { max: 1, name: 'activity-hub health' });
  const context = {
    server,
    admission,
    shedLoad,
    env,
    access,
    people,
    schemas,
    logger,
    metrics,
    version,
    upgrades: [] as Upgrade[],
    bodyTimeoutMs: options.bodyTimeoutMs,
  };
  const parts: Part[] = [];
  const ingest = roles.has('ingest') ? await openIngest(context) : undefined;
  if (ingest !== undefined) parts.push(ingest);
  if (roles.has('process')) parts.push(await openProcess(context));
  if (roles.has('dispatch')) parts.push(await openDispatch(context));
  if (roles.has('query')) parts.push(await openQuery(context, ingest));
  acceptUpgrades(server.server, context.upgrades);
  const health = createHealth(version, [eventLogCheck(sql), ...parts.flatMap((part) => part.checks)]);
  registerOperationsRoutes(server, { health, metrics });
  const listening = await listenOnLoopback(
    server,
    [...roles].some((role) => runsPlugins.has(role)) ? env.processPort : env.port,
  );
  logger.info({ roles: [...roles], address: listening.url }, 'hub.started');
  return {
    url: listening.url,
    routes: server.routeAccess,
    grpcAddress: parts.find((part) => part.grpcAddress !== undefined)?.grpcAddress,
    async stop() {
      await listening.close();
      for (const part of parts) await part.stop();
      await schemas.stop();
      await access.stop();
      await people.stop();
      await sql.end({ timeout: 1 });
      logger.info('hub.stopped');
    },
  };
}
