import type { ProcessorRef } from '@activity-hub/db/checkpoints/consumer-store';
import { createPostgresConsumerStore } from '@activity-hub/db/checkpoints/postgres-consumer-store';
import { connectClickhouse } from '@activity-hub/db/clickhouse/client';
import { migrateClickhouse } from '@activity-hub/db/clickhouse/migrate';
import { createPostgresEventStore } from '@activity-hub/db/event-store/postgres-event-store';
import { connectPostgres } from '@activity-hub/db/postgres/client';
import type { BaseLogger } from 'pino';
import type { Registry } from 'prom-client';
import { Consumer } from '../bus/consumer.ts';
import type { ConsumerStatus } from '../bus/consumer-status.ts';
import { Gate } from '../bus/gate.ts';
import { LaneFeed } from '../bus/lane-feed.ts';
import { LogHeads } from '../bus/log-heads.ts';
import { hostPlugins, type PluginCatalogue, type RefusedPlugin } from './host-plugins.ts';
import { streamHistory } from './key-histories.ts';
import { type HealthCheck, healthOf } from './process-health.ts';
import { createProcessMetrics, type ProcessMetrics } from './process-metrics.ts';
import { RunningProjection } from './running-projection.ts';
import { startWatchdog } from './watchdog/start-watchdog.ts';

export interface ProcessingOptions {
  readonly databaseUrl: string;
  /** Without it there is no projection. */
  readonly clickhouse?: { readonly url: string; readonly database?: string | undefined } | undefined;
  readonly plugins: PluginCatalogue;
  /** The hub's own version, which plugins name a range of. */
  readonly hubVersion: string;
  readonly logger: BaseLogger;
  readonly registry: Registry;
  /** See `ConsumerOptions`; default 60 s. */
  readonly quietMs?: number | undefined;
  /** The longest one call of a plugin may take before this process is killed and the plugin quarantined; default 10 s. */
  readonly pluginLimitMs?: number | undefined;
  readonly tuning?: Partial<ProcessingTuning> | undefined;
}

/** Defaults hold for production; specs shorten the times. */
export interface ProcessingTuning {
  readonly pollMs: number;
  readonly batchEvents: number;
  readonly paceMs: number;
  readonly deadlineCheckMs: number;
  readonly keptStatesPerLane: number;
}

export interface Processing {
  stop(): Promise<void>;
  health(): readonly HealthCheck[];
  statuses(): readonly ConsumerStatus[];
}

const defaults: ProcessingTuning = {
  pollMs: 500,
  batchEvents: 1_000,
  paceMs: 150,
  deadlineCheckMs: 5_000,
  keptStatesPerLane: 4_000,
};
const defaultQuietMs = 60_000;

/** Connections for the consumers' statements; listening has one of its own. */
const connections = 6;
/** Fewer than connections, so that checkpoints, heads and quarantines never wait behind batches. */
const batchesAtOnce = 4;

const defaultPluginLimitMs = 10_000;

/** Starts every consumer of the process role: one per plugin, and the projection. */
export async function startProcessing(options: ProcessingOptions): Promise<Processing> {
  const tuning = { ...defaults, ...options.tuning };
  const { databaseUrl, logger } = options;
  const sql = connectPostgres(databaseUrl, { max: connections, name: 'activity-hub process' });
  const store = createPostgresConsumerStore(sql);
  const eventStore = createPostgresEventStore(sql);
  const heads = new LogHeads({
    connect: () => connectPostgres(databaseUrl, { max: 1, name: 'activity-hub hints' }),
    eventStore,
    pollMs: tuning.pollMs,
    logger,
  });
  const feed = new LaneFeed(eventStore);
  const gate = new Gate(batchesAtOnce);
  const running: (Consumer | RunningProjection)[] = [];
  const statuses = (): readonly ConsumerStatus[] => running.map((consumer) => consumer.status());
  const observer = createProcessMetrics(options.registry, statuses);
  const watchdog = startWatchdog({
    databaseUrl,
    processors: refsOf(options.plugins),
    limitMs: options.pluginLimitMs ?? defaultPluginLimitMs,
  });
  const host = { observer, watch: watchdog.watch, keptStatesPerLane: tuning.keptStatesPerLane, now: Date.now };
  const { processors, refused } = hostPlugins(options.plugins, store, streamHistory(sql), host, options.hubVersion);
  for (const { id, reason } of refused) logger.error({ plugin: id }, `Plugin ${id} does not run: ${reason}`);

  await heads.start();
  const quietMs = options.quietMs ?? defaultQuietMs;
  for (const processor of processors) {
    running.push(new Consumer(processor, { store, feed, heads, gate, observer, logger, quietMs, ...tuning }));
  }
  const projection = projectionOf(options, { store, feed, heads, gate, observer, logger });
  if (projection !== undefined) running.push(projection.consumer);
  for (const consumer of running) consumer.start();

  return {
    statuses,
    health: () => [
      logHealth(heads),
      ...running.map((consumer) => healthOf(consumer.status())),
      ...refused.map(refusedHealth),
    ],
    async stop() {
      await Promise.all([heads.stop(), ...running.map((consumer) => consumer.stop())]);
      await Promise.all([watchdog.stop(), projection?.close(), sql.end({ timeout: 5 })]);
    },
  };
}

function refsOf({ aggregators, detectors }: PluginCatalogue): readonly ProcessorRef[] {
  return [...aggregators, ...detectors].map(({ manifest }) => ({ processor: manifest.id, version: manifest.version }));
}

interface ProjectionParts {
  readonly store: ReturnType<typeof createPostgresConsumerStore>;
  readonly feed: LaneFeed;
  readonly heads: LogHeads;
  readonly gate: Gate;
  readonly observer: ProcessMetrics;
  readonly logger: BaseLogger;
}

function projectionOf(
  { clickhouse }: ProcessingOptions,
  parts: ProjectionParts,
): { consumer: RunningProjection; close(): Promise<void> } | undefined {
  if (clickhouse === undefined) return undefined;
  const { url, database } = clickhouse;
  const client = connectClickhouse(url, database === undefined ? {} : { database });
  const prepare = (): Promise<void> => migrateClickhouse(url, database);
  return { consumer: new RunningProjection({ client, prepare, ...parts }), close: () => client.close() };
}

function logHealth(heads: LogHeads): HealthCheck {
  const why = heads.unreachable;
  return { name: 'event log', ok: why === undefined, detail: why ?? 'reachable', latency_ms: null };
}

function refusedHealth({ id, reason }: RefusedPlugin): HealthCheck {
  return { name: `plugin ${id}`, ok: false, detail: reason, latency_ms: null };
}
