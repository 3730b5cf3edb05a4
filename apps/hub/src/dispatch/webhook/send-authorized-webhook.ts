import { type AttemptRecord, unsentAttempt } from './attempt-record.ts';
import type { GuardedAgents } from './guarded-agent.ts';
import { type OauthClient, OauthTokenError, type OauthTokens } from './oauth-token.ts';
import { sendWebhook, type WebhookRequest } from './send-webhook.ts';
import { redactedHeaders } from './webhook-headers.ts';

export interface EndpointAuthorization {
  readonly endpointId: string;
  readonly client: OauthClient;
  readonly tokens: OauthTokens;
}

/**
 * One attempt at an endpoint that wants a bearer token. After a 401 the next attempt comes with a new
 * token; without a token nothing is sent. Never throws.
 */
export async function sendAuthorizedWebhook(
  request: WebhookRequest,
  { endpointId, client, tokens }: EndpointAuthorization,
  agents: GuardedAgents,
): Promise<AttemptRecord> {
  const startedAt = Date.now();
  try {
    const token = await tokens.tokenFor(endpointId, client);
    const headers = { ...request.headers, authorization: `Bearer ${token}` };
    const record = await sendWebhook({ ...request, headers }, agents);
    if (record.status === 401) tokens.refused(endpointId, client, token);
    return record;
  } catch (error) {
    const { code, message } = error instanceof OauthTokenError ? error : new OauthTokenError('No token could be had.');
    return unsentAttempt(code, message, startedAt, redactedHeaders(request.headers, request.secretHeaders));
  }
}
