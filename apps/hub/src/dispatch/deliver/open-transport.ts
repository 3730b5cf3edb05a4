import type { JsonObject } from '@activity-hub/contracts/event';
import type { Sql } from '@activity-hub/db/postgres/client';
import { readSecrets } from '@activity-hub/db/subscriptions/read-secrets';
import type { SubscriptionRow } from '@activity-hub/db/subscriptions/subscription-row';
import { webhookTarget } from '../destination-secrets.ts';
import type { SecretBox } from '../secret-box.ts';
import type { OauthTokens } from '../webhook/oauth-token.ts';
import { mayBePlain } from './may-be-plain.ts';
import { runningSink, type SinkSources } from './running-sink.ts';
import type { Transport } from './transport.ts';
import { webhookTransport } from './webhook-transport.ts';

export interface TransportSources extends SinkSources {
  readonly sql: Sql;
  readonly box: SecretBox;
  readonly tokens: OauthTokens;
  readonly now: () => number;
}

/** Opens the way to the destination of a subscription. @throws when its secrets cannot be opened */
export async function openTransport(sources: TransportSources, row: SubscriptionRow): Promise<Transport> {
  const { sql, box, agents, tokens, allow, now } = sources;
  const { subscription_id: subscriptionId, destination, sealed } = row;
  const secret = sealed === null ? {} : (box.open(sealed, 'destination') as JsonObject);
  if (destination['kind'] === 'sink') return runningSink(sources, row, secret['config'] ?? {});
  const target = webhookTarget(destination, secret);
  const kept = (await readSecrets(sql, [subscriptionId])).map(({ sealed: sealedSecret, expires_at }) => ({
    text: box.open(sealedSecret, 'secret') as string,
    until: expires_at === null ? Number.POSITIVE_INFINITY : Date.parse(expires_at),
  }));
  return webhookTransport({
    subscriptionId,
    target,
    secrets: () => kept.filter(({ until }) => until > now()).map(({ text }) => text),
    agents,
    tokens,
    allowHttp: mayBePlain(target.url, allow),
  });
}
