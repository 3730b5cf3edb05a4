import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { Json } from '@activity-hub/contracts/event';
import type { AnySink, SinkConnection } from '@activity-hub/contracts/plugin/sink';
import type { SubscriptionRow } from '@activity-hub/db/subscriptions/subscription-row';
import type { BaseLogger } from 'pino';
import type { AllowList } from '../webhook/allow-list.ts';
import type { GuardedAgents } from '../webhook/guarded-agent.ts';
import { grantedBatch } from './granted-batch.ts';
import { guardedConnect } from './guarded-connect.ts';
import { guardedFetch } from './guarded-fetch.ts';
import { sinkTransport } from './sink-transport.ts';
import type { Transport } from './transport.ts';

export interface SinkSources {
  readonly sinks: readonly AnySink[];
  readonly agents: GuardedAgents;
  readonly allow: AllowList;
  readonly dataDir: string;
  readonly logger: BaseLogger;
}

/**
 * Carries a sink for one subscription: opens its connection when there is something to deliver, and gives it a way out that goes
 * only where it may, a folder of its own and a log. Which events it gets, waits, tries and dead letters are those of every endpoint.
 */
export function runningSink(
  { sinks, agents, allow, dataDir, logger }: SinkSources,
  { subscription_id, destination }: SubscriptionRow,
  config: Json,
): Transport {
  const { sink_id: id } = destination as { readonly sink_id: string };
  const sink = sinks.find(({ manifest }) => manifest.id === id);
  const stop = new AbortController();
  const open = async (): Promise<SinkConnection> => {
    if (sink === undefined) throw new Error(`There is no sink ${id} here.`);
    const dataFolder = path.join(dataDir, 'sinks', subscription_id);
    await mkdir(dataFolder, { recursive: true });
    return await sink.connect(sink.manifest.config.parse(config), {
      log: (level, message, fields) => logger[level]({ ...fields, subscription_id, sink: id }, message),
      signal: stop.signal,
      fetch: guardedFetch(agents),
      connect: guardedConnect({ allow }),
      dataFolder,
    });
  };
  const transport = sinkTransport(open, grantedBatch(sink, config));
  return {
    ...transport,
    async close() {
      stop.abort();
      await transport.close();
    },
  };
}
