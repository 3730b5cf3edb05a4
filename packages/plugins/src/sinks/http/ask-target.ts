import type { SinkContext } from '@activity-hub/contracts/plugin/context';
import { withoutSecrets } from '@activity-hub/contracts/plugin/without-secrets';
import { boundedText } from './bounded-text.ts';
import { retryAfter } from './retry-after.ts';
import { kindOfStatus, type TargetAnswer } from './target-answer.ts';

const MAX_ANSWER_BYTES = 4 * 1024 * 1024;
const QUOTED_CHARACTERS = 200;

export interface TargetRequest {
  readonly method: 'GET' | 'POST' | 'PATCH';
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly body?: unknown;
  readonly timeoutSeconds: number;
  /** What must stand in no reason. */
  readonly secrets: readonly string[];
}

/** One JSON request. Throws nothing: no answer, a late one and a stop are all `later`. */
export async function askTarget(
  context: Pick<SinkContext, 'fetch' | 'signal'>,
  request: TargetRequest,
): Promise<TargetAnswer> {
  const { method, url, headers, body, timeoutSeconds, secrets } = request;
  try {
    const response = await context.fetch(url, {
      method,
      headers: {
        accept: 'application/json',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      // A redirect would take the key to an address that nobody configured.
      redirect: 'manual',
      signal: AbortSignal.any([context.signal, AbortSignal.timeout(timeoutSeconds * 1_000)]),
    });
    return answerOf(response, await boundedText(response, MAX_ANSWER_BYTES), secrets);
  } catch (error) {
    const reason = context.signal.aborted ? 'the hub stopped the delivery' : `no answer: ${causeOf(error)}`;
    return { kind: 'later', reason: withoutSecrets(reason, secrets) };
  }
}

function answerOf(response: Response, text: string, secrets: readonly string[]): TargetAnswer {
  const { status } = response;
  const kind = kindOfStatus(status);
  if (kind === 'taken') {
    const body = parsed(text);
    // An answer that is cut off or broken must not pass for one without results.
    const isBroken = body === undefined && text !== '' && saysJson(response);
    return isBroken ? { kind: 'later', reason: `answered ${status} with broken JSON` } : { kind, status, body };
  }
  const quoted = text.replace(/\s+/g, ' ').trim();
  const whole = withoutSecrets(quoted === '' ? `answered ${status}` : `answered ${status}: ${quoted}`, secrets);
  const reason = whole.slice(0, QUOTED_CHARACTERS);
  if (kind === 'refused') return { kind, status, reason };
  return { kind, reason, retryAfterSeconds: retryAfter(response.headers.get('retry-after'), Date.now()) };
}

function saysJson({ headers }: Response): boolean {
  return /\bjson\b/.test(headers.get('content-type') ?? '');
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function causeOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  // The platform's "fetch failed" hides what failed in its cause.
  return error.cause instanceof Error && error.cause.message !== '' ? error.cause.message : error.message;
}
