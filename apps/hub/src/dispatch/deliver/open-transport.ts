import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { Json, JsonObject } from '@activity-hub/contracts/event';
import type { AnySink, SinkConnection } from '@activity-hub/contracts/plugin/sink';
import type { Sql } from '@activity-hub/db/postgres/client';
import { readSecrets } from '@activity-hub/db/subscriptions/read-secrets';
import type { SubscriptionRow } from '@activity-hub/db/subscriptions/subscription-row';
import type { BaseLogger } from 'pino';
import { webhookTarget } from '../destination-secrets.ts';
import type { SecretBox } from '../secret-box.ts';
import type { AllowList } from '../webhook/allow-list.ts';
import type { GuardedAgents } from '../webhook/guarded-agent.ts';
import type { OauthTokens } from '../webhook/oauth-token.ts';
import { grantedBatch } from './granted-batch.ts';
import { guardedConnect } from './guarded-connect.ts';
import { guardedFetch } from './guarded-fetch.ts';
import { mayBePlain } from './may-be-plain.ts';
import { sinkTransport } from './sink-transport.ts';
import type { Transport } from './transport.ts';
import { webhookTransport } from './webhook-transport.ts';

export interface TransportSources {
  readonly sql: Sql;
  readonly box: SecretBox;
  readonly agents: GuardedAgents;
  readonly tokens: OauthTokens;
  readonly allow: AllowList;
  readonly sinks: readonly AnySink[];
  readonly dataDir: string;
  readonly logger: BaseLogger;
}

/** Opens the way to the destination of a subscription. @throws when its secrets cannot be opened */
export async function openTransport(sources: TransportSources, row: SubscriptionRow): Promise<Transport> {
  const { sql, box, agents, tokens, allow } = sources;
  const { subscription_id: subscriptionId, destination, sealed } = row;
  const secret = sealed === null ? {} : (box.open(sealed, 'destination') as JsonObject);
  if (destination['kind'] === 'sink') return openSink(sources, row, secret['config'] ?? {});
  const target = webhookTarget(destination, secret);
  const kept = (await readSecrets(sql, [subscriptionId])).map(({ sealed: sealedSecret, expires_at }) => ({
    text: box.open(sealedSecret, 'secret') as string,
    until: expires_at === null ? Number.POSITIVE_INFINITY : Date.parse(expires_at),
  }));
  return webhookTransport({
    subscriptionId,
    target,
    secrets: () => kept.filter(({ until }) => until > Date.now()).map(({ text }) => text),
    agents,
    tokens,
    allowHttp: mayBePlain(target.url, allow),
  });
}

function openSink(sources: TransportSources, row: SubscriptionRow, config: Json): Transport {
  const { sinks, agents, allow, dataDir, logger } = sources;
  const { subscription_id } = row;
  const { sink_id: id } = row.destination as { readonly sink_id: string };
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
