import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { AttemptRecord } from './attempt-record.ts';
import type { ClientCertificate, GuardedAgents } from './guarded-agent.ts';
import { sendWebhook } from './send-webhook.ts';

/** The client credentials of an endpoint that wants a bearer token (RFC 6749, section 4.4). */
export interface OauthClient {
  readonly tokenUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly scope?: string | undefined;
  readonly audience?: string | undefined;
  /** How the client says who it is: `basic` if not said, else in the body. */
  readonly authentication?: 'basic' | 'body' | undefined;
  readonly certificate?: ClientCertificate | undefined;
}

export interface OauthTokensOptions {
  readonly agents: GuardedAgents;
  readonly allowHttp?: boolean | undefined;
  readonly timeoutMs?: number;
  readonly now?: () => number;
}

/** No token was to be had. The message is for people, without the secret or what the server wrote. */
export class OauthTokenError extends Error {
  override readonly name = 'OauthTokenError';
  readonly code: 'token' | 'stopped';

  constructor(message: string, code: 'token' | 'stopped' = 'token') {
    super(message);
    this.code = code;
  }
}

interface KeptToken {
  readonly token: string;
  readonly expiresAt: number;
  /** It came instead of one the endpoint refused. */
  readonly isReplacement: boolean;
}

const maxTokens = 1_000;
const defaultTimeoutMs = 10_000;
/** When the server does not say how long a token lives. */
const defaultLifeMs = 5 * 60_000;
const maxLifeMs = 24 * 3_600_000;
/** Before the end a token is not used any more: it must live until the receiver looks at it. */
const maxMarginMs = 30_000;
/** What RFC 6749 names; any other text of the server could repeat the secret. */
const namedErrors = new Set([
  'invalid_request',
  'invalid_client',
  'invalid_grant',
  'unauthorized_client',
  'unsupported_grant_type',
  'invalid_scope',
]);

/** Tokens for endpoints, each asked for once at a time and kept until shortly before it expires. */
export class OauthTokens {
  readonly #options: OauthTokensOptions;
  readonly #now: () => number;
  readonly #kept = new LRUCache<string, KeptToken>({ max: maxTokens });
  readonly #asking = new Map<string, Promise<string>>();
  /** Endpoints whose token was refused and not replaced yet. */
  readonly #refused = new LRUCache<string, true>({ max: maxTokens });

  constructor(options: OauthTokensOptions) {
    this.#options = options;
    this.#now = options.now ?? Date.now;
  }

  /** @throws OauthTokenError */
  async tokenFor(endpointId: string, client: OauthClient): Promise<string> {
    const name = nameOf(endpointId, client);
    const kept = this.#kept.get(name);
    if (kept !== undefined && this.#now() < kept.expiresAt) return kept.token;
    const asking = this.#asking.get(name) ?? this.#ask(name, client).finally(() => this.#asking.delete(name));
    this.#asking.set(name, asking);
    return asking;
  }

  /**
   * To be told that the endpoint answered 401 to a token. It is dropped, but its replacement is not: an
   * endpoint that refuses every token would otherwise cost the token server a request per attempt.
   */
  refused(endpointId: string, client: OauthClient, token: string): void {
    const name = nameOf(endpointId, client);
    const kept = this.#kept.get(name);
    if (kept === undefined || kept.token !== token || kept.isReplacement) return;
    this.#kept.delete(name);
    this.#refused.set(name, true);
  }

  async #ask(name: string, client: OauthClient): Promise<string> {
    const { agents, allowHttp, timeoutMs = defaultTimeoutMs } = this.#options;
    const askedAt = this.#now();
    const request = { ...tokenRequest(client), timeoutMs, allowHttp, certificate: client.certificate };
    const { token, lifeMs } = readToken(await sendWebhook(request, agents));
    const margin = Math.min(maxMarginMs, lifeMs / 10);
    const isReplacement = this.#refused.delete(name);
    this.#kept.set(name, { token, expiresAt: askedAt + lifeMs - margin, isReplacement });
    return token;
  }
}

/** Other credentials are another name, so that a change of them takes effect at once. */
function nameOf(endpointId: string, client: OauthClient): string {
  const { tokenUrl, clientId, clientSecret, scope, audience, authentication } = client;
  const told = JSON.stringify([endpointId, tokenUrl, clientId, clientSecret, scope, audience, authentication]);
  return createHash('sha256').update(told).digest('base64');
}

function tokenRequest(client: OauthClient) {
  const { tokenUrl, clientId, clientSecret, scope, audience, authentication = 'basic' } = client;
  const form = new URLSearchParams({ grant_type: 'client_credentials' });
  if (scope !== undefined) form.set('scope', scope);
  if (audience !== undefined) form.set('audience', audience);
  if (authentication === 'body') {
    form.set('client_id', clientId);
    form.set('client_secret', clientSecret);
  }
  const basic = Buffer.from(`${formEscaped(clientId)}:${formEscaped(clientSecret)}`).toString('base64');
  return {
    url: tokenUrl,
    headers: {
      accept: 'application/json',
      'content-type': 'application/x-www-form-urlencoded',
      ...(authentication === 'basic' ? { authorization: `Basic ${basic}` } : {}),
    },
    body: Buffer.from(form.toString()),
  };
}

/** RFC 6749, section 2.3.1: both parts are escaped as in a form before they are joined. */
function formEscaped(text: string): string {
  return new URLSearchParams({ t: text }).toString().slice('t='.length);
}

function readToken(record: AttemptRecord): { token: string; lifeMs: number } {
  if (record.error !== undefined) {
    const code = record.error.code === 'stopped' ? 'stopped' : 'token';
    throw new OauthTokenError(`No token could be had: ${record.error.sentence}`, code);
  }
  const answer = parsed(record.responseBody);
  if (record.status !== 200) {
    const named: unknown = answer['error'];
    const detail = typeof named === 'string' && namedErrors.has(named) ? ` (${named})` : '';
    throw new OauthTokenError(`The token server answered ${record.status}${detail}.`);
  }
  const { access_token: token, token_type: type = 'bearer', expires_in: expires } = answer;
  if (record.bodyCut !== undefined || typeof token !== 'string' || !/^[\x21-\x7e]{1,8000}$/.test(token))
    throw new OauthTokenError('The token server answered without a token that can be used.');
  if (typeof type !== 'string' || type.toLowerCase() !== 'bearer')
    throw new OauthTokenError('The token server gave a token that is no bearer token.');
  const seconds = Number(expires);
  const lifeMs = Number.isFinite(seconds) && seconds > 0 ? seconds * 1_000 : defaultLifeMs;
  return { token, lifeMs: Math.min(lifeMs, maxLifeMs) };
}

function parsed(body: Uint8Array): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(Buffer.from(body).toString());
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}
