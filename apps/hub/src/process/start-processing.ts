import { setTimeout as pause } from 'node:timers/promises';
import type { AnyAggregator } from '@activity-hub/contracts/plugin/aggregator';
import type { AnyDetector } from '@activity-hub/contracts/plugin/detector';
import { pluginFaultSentence } from '@activity-hub/contracts/plugin/plugin-fault';
import { connectClickhouse } from '@activity-hub/db/clickhouse/client';
import { migrateClickhouse } from '@activity-hub/db/clickhouse/migrate';
import { createPostgresEventStore } from '@activity-hub/db/event-store/postgres-event-store';
import { PLUGINS_CHANNEL } from '@activity-hub/db/plugins/plugins-channel';
import { connectPostgres, type Sql } from '@activity-hub/db/postgres/client';
import type { BaseLogger } from 'pino';
import type { Registry } from 'prom-client';
import type { ConsumerStatus } from '../bus/consumer-status.ts';
import { Convoys } from '../bus/convoys.ts';
import { Gate } from '../bus/gate.ts';
import { groupedReads } from '../bus/grouped-reads.ts';
import { LaneFeed } from '../bus/lane-feed.ts';
import { LogHeads } from '../bus/log-heads.ts';
import { OutlineFeeds } from '../bus/outline-feeds.ts';
import { type InstalledPlugins, shippedPlugin } from './available-plugin.ts';
import { FarBehindApart } from './far-behind-apart.ts';
import { groupedStore } from './grouped-store.ts';
import { createPluginRegistry } from './plugin-registry.ts';
import { PluginSupervisor } from './plugin-supervisor.ts';
import { type HealthCheck, healthOf } from './process-health.ts';
import { createProcessMetrics, type ProcessMetrics } from './process-metrics.ts';
import type { StoppedPlugin } from './registered-plugins.ts';
import { type ProjectionOptions, RunningProjection } from './running-projection.ts';
import { startWatchdog } from './watchdog/start-watchdog.ts';

export interface PluginCatalogue {
  readonly aggregators: readonly AnyAggregator[];
  readonly detectors: readonly AnyDetector[];
}

export interface ProcessingOptions {
  readonly databaseUrl: string;
  /** Without it there is no projection. */
  readonly clickhouse?: { readonly url: string; readonly database?: string | undefined } | undefined;
  readonly plugins: PluginCatalogue;
  /** What is installed beside them, each in a process of its own; asked every second. */
  readonly installed?: InstalledPlugins | undefined;
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
  readonly catchUpEvents: number;
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
  catchUpEvents: 32_000,
  paceMs: 150,
  deadlineCheckMs: 5_000,
  keptStatesPerLane: 1_000,
};
const nothingInstalled: InstalledPlugins = { list: async () => [], awaited: () => [], passedOver: () => [] };
const defaultQuietMs = 60_000;

/** Connections for the consumers' statements; listening has one of its own. */
const connections = 10;
/** Fewer than connections, so that checkpoints, heads and quarantines never wait behind batches. */
const batchesAtOnce = 8;

/**
 * Large batches take no more of these places, so that a consumer at the head never waits for many of another's. Memory
 * bounds them too: three of one plugin, two lanes of two plugins, six plugins in one lane.
 */
const largeBatchesAtOnce = { convoys: 3, places: 4, company: 6 };

/** Nobody who is far behind waits longer for the others to start. */
const longestStartMs = 1_000;

/** Two stretches of one lane, for all who read it side by side, and less of each where all lanes are read. */
const feedLimits = { keptEvents: 2_000, keptBytes: 4 * 1024 * 1024, allBytes: 6 * 1024 * 1024 };

const defaultPluginLimitMs = 10_000;

/** Starts every consumer of the process role: those of the plugins that should run, and the projection. */
export async function startProcessing(options: ProcessingOptions): Promise<Processing> {
  const tuning = { ...defaults, ...options.tuning };
  const { databaseUrl, logger, hubVersion, installed = nothingInstalled, quietMs = defaultQuietMs } = options;
  const sql = connectPostgres(databaseUrl, { max: connections, name: 'activity-hub process' });
  const store = groupedStore(sql);
  const eventStore = createPostgresEventStore(sql);
  const connect = (): Sql => connectPostgres(databaseUrl, { max: 1, name: 'activity-hub hints' });
  const hints = { connect, pollMs: tuning.pollMs, logger };
  const heads = new LogHeads({ ...hints, eventStore });
  const feed = new LaneFeed(groupedReads(sql), feedLimits);
  const outlines = new OutlineFeeds(sql, feedLimits);
  const gate = new Gate(batchesAtOnce);
  const started = Promise.withResolvers<void>();
  const catchUp = new Convoys({
    ...largeBatchesAtOnce,
    turnEvents: tuning.catchUpEvents,
    opens: Promise.race([started.promise, pause(longestStartMs, undefined, { ref: false })]),
  });
  const watchdog = startWatchdog({ databaseUrl, limitMs: options.pluginLimitMs ?? defaultPluginLimitMs });
  const statuses = (): readonly ConsumerStatus[] => [...supervisor.statuses(), ...projected()];
  /** What somebody may be alarmed about. */
  const shown = (): readonly ConsumerStatus[] => [...supervisor.liveStatuses(), ...projected()];
  const observer = createProcessMetrics(options.registry, shown);
  const projection = projectionOf(options, {
    store,
    feed,
    heads,
    gate,
    observer,
    logger,
    eventOf: (id) => eventStore.get(id),
  });
  const projected = (): readonly ConsumerStatus[] => (projection === undefined ? [] : [projection.consumer.status()]);
  const shipped = [...options.plugins.aggregators, ...options.plugins.detectors].map((plugin) =>
    shippedPlugin(plugin, hubVersion, watchdog.watch),
  );
  const supervisor = new PluginSupervisor({
    registry: createPluginRegistry(sql),
    available: async () => [...shipped, ...(await installed.list())],
    installed,
    parts: {
      sql,
      store,
      heads,
      hints,
      consumer: { store, feed, outlines, gate, catchUp, observer, logger, quietMs, ...tuning },
      host: { keptStatesPerLane: tuning.keptStatesPerLane, now: Date.now },
      farBehindApart: new FarBehindApart(),
    },
    announce: (ref) => watchdog.announce(ref),
    others: projected,
    logger,
  });

  await heads.start();
  projection?.consumer.start();
  await supervisor.start();
  started.resolve(supervisor.begun());
  const changes = connectPostgres(databaseUrl, { max: 1, name: 'activity-hub plugins' });
  await changes.listen(PLUGINS_CHANNEL, () => supervisor.nudge());

  return {
    statuses,
    health: () => [logHealth(heads), ...shown().map(healthOf), ...supervisor.refused().map(refusedHealth)],
    async stop() {
      await Promise.all([heads.stop(), supervisor.stop(), projection?.consumer.stop()]);
      await Promise.all([watchdog.stop(), projection?.close(), changes.end({ timeout: 1 }), sql.end({ timeout: 5 })]);
    },
  };
}

interface ProjectionParts {
  readonly store: ReturnType<typeof groupedStore>;
  readonly feed: LaneFeed;
  readonly heads: LogHeads;
  readonly gate: Gate;
  readonly observer: ProcessMetrics;
  readonly logger: BaseLogger;
  readonly eventOf: ProjectionOptions['eventOf'];
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

function refusedHealth({ id, fault }: StoppedPlugin): HealthCheck {
  return { name: `plugin ${id}`, ok: false, detail: pluginFaultSentence(fault), latency_ms: null };
}
