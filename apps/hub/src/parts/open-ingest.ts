import { createPostgresEventStore } from '@activity-hub/db/event-store/postgres-event-store';
import { connectPostgres } from '@activity-hub/db/postgres/client';
import { appendRefused } from '@activity-hub/db/refused/append-refused';
import { chargedIngest } from '../auth/keys/charged-ingest.ts';
import { publisherOf } from '../auth/publisher-of.ts';
import { WAKE_UP_CHANNEL } from '../bus/wake-up.ts';
import { registerReadModelWait } from '../http/await-read-model.ts';
import { registerDemoRoute } from '../http/demo-route.ts';
import { registerIngestRoutes } from '../http/ingest-routes.ts';
import { keepLargeBodies } from '../http/keep-large-bodies.ts';
import { registerForeignRoutes } from '../http/register-foreign-routes.ts';
import { holdBodies } from '../http/shed-load.ts';
import { registerValidateRoute } from '../http/validate-route.ts';
import { openDirectory } from '../identity/open-directory.ts';
import type { Ingest } from '../ingest/ingest-events.ts';
import type { Publishing } from '../ingest/publishing.ts';
import { startIngest } from '../ingest/start-ingest.ts';
import type { Repairs } from '../repair/create-refused-ports.ts';
import { queueCheck } from '../telemetry/health-checks.ts';
import { createIngestMetrics } from '../telemetry/ingest-metrics.ts';
import type { ReceiptWaiter } from '../watch/receipt-waiter.ts';
import { countedIngest, SourceCounters } from '../watch/source-counters.ts';
import { openRepair } from './open-repair.ts';
import { openStreams } from './open-streams.ts';
import { openWatch } from './open-watch.ts';
import type { Part, PartContext } from './part.ts';

export interface IngestPart extends Part {
  /** Charged to the key that sends. */
  readonly ingest: Ingest;
  readonly repairs: Repairs;
  readonly waiter: ReceiptWaiter;
}

/** Everything that takes events: the surfaces and the one pipeline behind them. */
export async function openIngest(context: PartContext): Promise<IngestPart> {
  const { server, admission, env, access, schemas, logger, metrics, bodyTimeoutMs } = context;
  const sql = connectPostgres(env.databaseUrl, { max: 6, name: 'activity-hub ingest' });
  const hints = connectPostgres(env.databaseUrl, { max: 1, name: 'activity-hub hints' });
  const identity = openDirectory({ databaseUrl: env.databaseUrl, kratos: env.kratos, logger });
  const running = startIngest({
    admission,
    eventStore: createPostgresEventStore(sql),
    keepRefused: (refused) => appendRefused(sql, refused),
    notify: () => hints.notify(WAKE_UP_CHANNEL, ''),
    hubTimeZone: env.timeZone,
    schemas: schemas.registry.lookup,
    identity: identity.directory,
    now: Date.now,
    observer: createIngestMetrics(metrics, logger),
  });
  metrics.gauge('hub_ingest_queue_events', 'Events that wait for the event log', () => running.waiting());
  metrics.gauge('hub_ingest_queue_bytes', 'Bytes of the events that wait', () => running.waitingBytes());
  metrics.gauge('hub_ingest_body_bytes', 'Bytes of the requests in memory', () => admission.bytesInFlight());
  const counters = new SourceCounters();
  const counted = countedIngest(running.ingest, counters);
  const ingest = chargedIngest(counted, access.limits);
  const watch = openWatch(context, counters);
  const repair = openRepair(context, running.repairing);
  holdBodies(server, admission, context.shedLoad);
  registerReadModelWait(server, watch.waiter);
  keepLargeBodies(server, counted);
  await registerDemoRoute(server, ingest);
  await registerIngestRoutes(server, { ingest, bodyTimeoutMs });
  await registerForeignRoutes(server, { ingest, bodyTimeoutMs });
  await registerValidateRoute(server, { ingest, bodyTimeoutMs });
  const publishing: Publishing = {
    ingest: counted,
    admit: async (credentials) => publisherOf(await access.authenticate(credentials)),
    charge: (publisher, events) => access.limits.take(publisher, events),
  };
  const streams = await openStreams(context, { publishing, admission, waiter: watch.waiter });
  return {
    checks: [queueCheck(running)],
    grpcAddress: streams.grpcAddress,
    ingest,
    repairs: repair.repairs,
    waiter: watch.waiter,
    async stop() {
      await streams.stop();
      await repair.stop();
      await watch.stop();
      await running.stop();
      await Promise.all([hints.end({ timeout: 1 }), identity.stop(), sql.end({ timeout: 1 })]);
    },
  };
}
