import { AnswerReader, type Outcome } from './answer-reader.ts';
import { addressOf, attemptErrorOf } from './attempt-error.ts';
import { type AttemptError, type AttemptRecord, unsentAttempt } from './attempt-record.ts';
import type { ClientCertificate, GuardedAgents } from './guarded-agent.ts';
import { headersFault, lowerCased, redactedHeaders, type WebhookHeaders } from './webhook-headers.ts';
import { parseWebhookUrl } from './webhook-url.ts';

export interface WebhookRequest {
  readonly url: string;
  /** With those of the signature; `content-type` and `user-agent` are added where they are missing. */
  readonly headers: WebhookHeaders;
  /** Sent as it is: these bytes were signed. */
  readonly body: Uint8Array;
  /** Of everything together, from resolving the name to the last byte that is read; 15 s if not said. */
  readonly timeoutMs?: number | undefined;
  readonly allowHttp?: boolean | undefined;
  readonly certificate?: ClientCertificate | undefined;
  /** Names of headers that hold secrets, beside those that look like it. */
  readonly secretHeaders?: readonly string[] | undefined;
  readonly maxBodyBytes?: number | undefined;
}

const defaultTimeoutMs = 15_000;
const defaultMaxBodyBytes = 16 * 1024;
const defaultHeaders: WebhookHeaders = { 'content-type': 'application/json', 'user-agent': 'ActivityHub-Webhooks/1' };

/** Makes one attempt and tells what happened. Never throws; follows no redirect; repeats nothing. */
export async function sendWebhook(request: WebhookRequest, agents: GuardedAgents): Promise<AttemptRecord> {
  const { timeoutMs = defaultTimeoutMs } = request;
  const startedAt = Date.now();
  const started = performance.now();
  const headers = { ...defaultHeaders, ...lowerCased(request.headers) };
  const requestHeaders = redactedHeaders(headers, request.secretHeaders);
  const parsed = parseWebhookUrl(request.url, { allowHttp: request.allowHttp });
  if (!parsed.ok) return unsentAttempt('invalid_url', parsed.sentence, startedAt, requestHeaders);
  const fault = headersFault(request.headers);
  if (fault !== undefined) return unsentAttempt('invalid_request', fault, startedAt, requestHeaders);
  const outcome = await exchange({ ...request, timeoutMs }, parsed.url, headers, agents);
  return {
    startedAt,
    durationMs: Math.round((performance.now() - started) * 10) / 10,
    address: outcome.address ?? addressOf(outcome.error),
    requestHeaders,
    status: outcome.status,
    responseHeaders: outcome.headers,
    responseBody: outcome.body,
    bodyCut: outcome.bodyCut,
    error: outcome.status === undefined ? errorOf(outcome, timeoutMs) : undefined,
  };
}

function exchange(request: WebhookRequest, url: URL, headers: WebhookHeaders, agents: GuardedAgents): Promise<Outcome> {
  const { body, timeoutMs, certificate, maxBodyBytes = defaultMaxBodyBytes } = request;
  return new Promise((resolve) => {
    const reader = new AnswerReader(maxBodyBytes, (outcome) => {
      clearTimeout(timer);
      resolve(outcome);
    });
    const timer = setTimeout(() => reader.deadline(), timeoutMs);
    const options = {
      origin: url.origin,
      path: `${url.pathname}${url.search}`,
      method: 'POST',
      headers,
      body: Buffer.from(body.buffer, body.byteOffset, body.byteLength),
      onClient: reader.onClient,
    };
    try {
      agents.agentFor(certificate).dispatch(options, reader);
    } catch (error) {
      reader.onResponseError(undefined, error instanceof Error ? error : new Error(String(error)));
    }
  });
}

function errorOf({ error, sent }: Outcome, timeoutMs: number): AttemptError {
  if (error !== 'deadline') return attemptErrorOf(error);
  const what = sent ? 'The receiver was sent the request but did not answer' : 'No connection could be had';
  return { code: 'timeout', sentence: `${what} within ${timeoutMs / 1000} s.` };
}
