import { Buffer } from 'node:buffer';
import type { WebhookTarget } from '../destination-secrets.ts';
import type { AttemptRecord } from '../webhook/attempt-record.ts';
import { isAway } from '../webhook/endpoint-breaker.ts';
import type { GuardedAgents } from '../webhook/guarded-agent.ts';
import type { OauthTokens } from '../webhook/oauth-token.ts';
import { sendAuthorizedWebhook } from '../webhook/send-authorized-webhook.ts';
import { sendWebhook, type WebhookRequest } from '../webhook/send-webhook.ts';
import { signWebhook } from '../webhook/sign-webhook.ts';
import type { Outgoing, Transport, Tried } from './transport.ts';

const keptBodyCharacters = 16 * 1024;

export interface WebhookTransportOptions {
  readonly subscriptionId: string;
  readonly target: WebhookTarget;
  /** Those that sign now. */
  readonly secrets: () => readonly string[];
  readonly agents: GuardedAgents;
  readonly tokens: OauthTokens;
  readonly allowHttp: boolean;
}

/** Sends each delivery as a Standard Webhook: the signed bytes are the sent bytes. */
export function webhookTransport(options: WebhookTransportOptions): Transport {
  return {
    maxBatch: 1,
    gatherMs: 0,
    timeoutMs: options.target.timeout_ms,
    send: (batch) => Promise.all(batch.map((outgoing) => sendOne(options, outgoing))),
    close: async () => {},
  };
}

async function sendOne(options: WebhookTransportOptions, { body, webhookId }: Outgoing): Promise<Tried> {
  const { target, secrets, agents, allowHttp } = options;
  const text = JSON.stringify(body);
  const bytes = Buffer.from(text);
  const message = { id: webhookId, timestampSeconds: Math.floor(Date.now() / 1000), body: bytes };
  const request: WebhookRequest = {
    url: target.url,
    headers: { ...target.headers, ...signWebhook(message, secrets()) },
    body: bytes,
    timeoutMs: target.timeout_ms,
    allowHttp,
    certificate: certificateOf(target),
    secretHeaders: Object.keys(target.headers),
  };
  return triedOf(await authorized(options, request, agents), target.url, text);
}

function authorized(
  { subscriptionId, target, tokens }: WebhookTransportOptions,
  request: WebhookRequest,
  agents: GuardedAgents,
): Promise<AttemptRecord> {
  const { authorization } = target;
  if (authorization.kind === 'none') return sendWebhook(request, agents);
  if (authorization.kind === 'bearer') {
    const headers = { ...request.headers, authorization: `Bearer ${authorization.token}` };
    return sendWebhook({ ...request, headers }, agents);
  }
  const client = {
    tokenUrl: authorization.token_url,
    clientId: authorization.client_id,
    clientSecret: authorization.client_secret,
    scope: authorization.scope,
    certificate: request.certificate,
  };
  return sendAuthorizedWebhook(request, { endpointId: subscriptionId, client, tokens }, agents);
}

function certificateOf({ mtls }: WebhookTarget): WebhookRequest['certificate'] {
  return mtls === undefined ? undefined : { cert: mtls.certificate, key: mtls.key, ca: mtls.ca };
}

/** Without the query of the URL, which may hold a secret. */
function triedOf(record: AttemptRecord, url: string, requestBody: string): Tried {
  const { origin, pathname } = new URL(url);
  return {
    ...record,
    settled: undefined,
    away: isAway(record),
    url: origin + pathname,
    address: record.address ?? null,
    requestBody: requestBody.slice(0, keptBodyCharacters),
    responseBody: record.status === undefined ? null : Buffer.from(record.responseBody).toString('utf8'),
    responseTruncated: record.bodyCut !== undefined,
  };
}
