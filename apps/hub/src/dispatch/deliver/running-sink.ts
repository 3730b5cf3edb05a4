import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { Json, JsonObject } from '@activity-hub/contracts/event';
import type { AnySink } from '@activity-hub/contracts/plugin/sink';
import type { SubscriptionRow } from '@activity-hub/db/subscriptions/subscription-row';
import { grantedBatch, wishOf } from './granted-batch.ts';
import { guardedConnect } from './guarded-connect.ts';
import { guardedFetch } from './guarded-fetch.ts';
import { type InstalledSinkSources, installedSink } from './installed-sink.ts';
import { sinkTransport } from './sink-transport.ts';
import type { Transport } from './transport.ts';

export interface SinkSources extends InstalledSinkSources {
  /** The shipped ones. */
  readonly sinks: readonly AnySink[];
  readonly dataDir: string;
}

/**
 * Carries a sink for one subscription: opens its connection when there is something to deliver, and gives it a way out that goes
 * only where it may. Which events it gets, waits, tries and dead letters are those of every endpoint.
 */
export function runningSink(
  sources: SinkSources,
  { subscription_id: subscriptionId, destination }: SubscriptionRow,
  config: Json,
): Transport {
  const { sink_id: id } = destination as { readonly sink_id: string };
  const shipped = sources.sinks.find(({ manifest }) => manifest.id === id);
  if (shipped !== undefined) return runningShipped(sources, shipped, subscriptionId, config);
  return sinkTransport({
    connect: async () => installedSink(sources, id, subscriptionId, config as JsonObject),
    batch: () => grantedBatch(sources.installed.get(id)?.described?.batch),
    // Its process answers one request after the other.
    width: 1,
  });
}

/** In this process, with a folder of its own. */
function runningShipped(
  { agents, allow, dataDir, logger }: SinkSources,
  sink: AnySink,
  subscriptionId: string,
  config: Json,
): Transport {
  const stop = new AbortController();
  const granted = grantedBatch(wishOf(sink, config));
  return sinkTransport({
    batch: () => granted,
    onClose: () => stop.abort(),
    connect: async () => {
      const dataFolder = path.join(dataDir, 'sinks', subscriptionId);
      await mkdir(dataFolder, { recursive: true });
      return await sink.connect(sink.manifest.config.parse(config), {
        log: (level, message, fields) =>
          logger[level]({ ...fields, subscription_id: subscriptionId, sink: sink.manifest.id }, message),
        signal: stop.signal,
        fetch: guardedFetch(agents),
        connect: guardedConnect({ allow }),
        dataFolder,
      });
    },
  });
}
