import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { ReadOptions } from './client-options.ts';
import { retryAfterOf } from './retry-delay.ts';
import type { Verdict } from './verdict.ts';

/** Why a request said nothing about its events. */
export interface Obstacle {
  /** `busy` passes by itself: away, overloaded, over a limit. `refused` does not: the key or the address is wrong. */
  readonly kind: 'busy' | 'refused';
  readonly detail: string;
  readonly status?: number;
  /** 0: the hub did not say. */
  readonly retryAfterMs: number;
}

export interface PostAnswer {
  /** Of the first so many lines, in their order. */
  readonly verdicts: readonly Verdict[];
  /** Why the rest has none. */
  readonly obstacle?: Obstacle;
}

export type PostEvents = (lines: readonly Buffer[], stop: AbortSignal) => Promise<PostAnswer>;

/** About the content: a half of the batch may pass. Everything else of 4xx is about the request. */
const contentStatuses: ReadonlySet<number> = new Set([400, 409, 410, 413, 422]);
const busyStatuses: ReadonlySet<number> = new Set([408, 425, 429]);
/** 5,000 verdicts with long explanations; a proxy that answers endlessly must not fill the memory. */
const maxAnswerBytes = 32 * 1024 * 1024;
const gzipped = promisify(gzip);

/** Posts events and sorts the answer. Never throws: what goes wrong is an obstacle. */
export function createPostEvents(options: ReadOptions): PostEvents {
  const post: PostEvents = async (lines, stop) => {
    const answer = await request(options, lines, stop);
    if ('kind' in answer) return { verdicts: [], obstacle: answer };
    const { status, body } = answer;
    const verdicts = verdictsIn(body, lines.length);
    if (verdicts !== undefined) return { verdicts };
    // Some page of a proxy before the hub. Nothing was acknowledged.
    if (status < 300) return { verdicts: [], obstacle: busy(status, body, 0) };
    if (!contentStatuses.has(status)) return { verdicts: [], obstacle: refusedRequest(status, body) };
    if (lines.length === 1) return { verdicts: [wholeRefusal(status, body)] };
    // One line spoils the batch: halves find it, and the others pass.
    const half = Math.ceil(lines.length / 2);
    const first = await post(lines.slice(0, half), stop);
    if (first.obstacle !== undefined) return first;
    const second = await post(lines.slice(half), stop);
    return { ...second, verdicts: [...first.verdicts, ...second.verdicts] };
  };
  return post;
}

interface Answer {
  readonly status: number;
  readonly body: unknown;
}

async function request(options: ReadOptions, lines: readonly Buffer[], stop: AbortSignal): Promise<Answer | Obstacle> {
  // Not AbortSignal.any: it would hang one more listener on the long-lived signal for every request.
  const abort = new AbortController();
  const onStop = (): void => abort.abort(new Error('the client is closing'));
  const limit = options.requestTimeoutMs;
  const timer = setTimeout(() => abort.abort(new Error(`no answer within ${limit} ms`)), limit).unref();
  stop.addEventListener('abort', onStop, { once: true });
  if (stop.aborted) onStop();
  try {
    const plain = arrayOf(lines);
    const response = await options.fetch(`${options.url}/activity/events/batch`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${options.key}`,
        'content-type': 'application/json',
        'user-agent': 'activity-hub-client-typescript/0.1.0',
        ...(options.gzip ? { 'content-encoding': 'gzip' } : {}),
      },
      body: options.gzip ? new Uint8Array(await gzipped(plain)) : plain,
      // A redirect could carry the key to another host, and turns a POST into a GET.
      redirect: 'manual',
      signal: abort.signal,
    });
    const body = parsed(await readText(response));
    const retryAfterMs = retryAfterOf(response.headers.get('retry-after'), Date.now());
    const { status } = response;
    return status >= 500 || busyStatuses.has(status) ? busy(status, body, retryAfterMs) : { status, body };
  } catch (error) {
    return { kind: 'busy', detail: reasonOf(error, abort.signal), retryAfterMs: 0 };
  } finally {
    clearTimeout(timer);
    stop.removeEventListener('abort', onStop);
  }
}

function arrayOf(lines: readonly Buffer[]): Uint8Array<ArrayBuffer> {
  const size = lines.reduce((sum, line) => sum + line.length + 1, 1);
  const body = new Uint8Array(size);
  body[0] = 0x5b;
  let at = 1;
  for (const line of lines) {
    body.set(line, at);
    at += line.length;
    body[at++] = 0x2c;
  }
  body[size - 1] = 0x5d;
  return body;
}

async function readText(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.length;
    if (size > maxAnswerBytes) throw new Error(`its answer is longer than ${maxAnswerBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function busy(status: number, body: unknown, retryAfterMs: number): Obstacle {
  const { detail } = membersOf(body);
  return {
    kind: 'busy',
    detail: typeof detail === 'string' ? detail : `it answered ${status} without verdicts`,
    status,
    retryAfterMs,
  };
}

function refusedRequest(status: number, body: unknown): Obstacle {
  const { detail } = membersOf(body);
  return {
    kind: 'refused',
    detail: typeof detail === 'string' ? detail : `The address answered ${status}; is it the hub's?`,
    status,
    retryAfterMs: 0,
  };
}

function membersOf(body: unknown): Readonly<Record<string, unknown>> {
  return typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {};
}

function verdictsIn(body: unknown, count: number): readonly Verdict[] | undefined {
  const { items } = membersOf(body);
  if (!Array.isArray(items) || items.length !== count) return undefined;
  if (items.some((item) => typeof membersOf(item)['status'] !== 'string')) return undefined;
  // The hub's own answer to an authenticated request; its shape is a contract. The pointer leads into the batch.
  return (items as Verdict[]).map((item) =>
    item.status === 'refused' ? { ...item, pointer: withinEvent(item.pointer) } : item,
  );
}

function withinEvent(pointer: unknown): string {
  return typeof pointer === 'string' ? pointer.replace(/^\/\d+(?=\/|$)/, '') : '';
}

function wholeRefusal(status: number, body: unknown): Verdict {
  const { event_id, code, detail, pointer, refused_id } = membersOf(body);
  const text = (value: unknown): string | null => (typeof value === 'string' ? value : null);
  return {
    status: 'refused',
    event_id: text(event_id),
    code: text(code) ?? `http_${status}`,
    detail: text(detail) ?? `The hub answered ${status} without an explanation.`,
    pointer: withinEvent(pointer),
    refused_id: text(refused_id),
  };
}

/** `fetch failed` says nothing; its cause does. */
function reasonOf(error: unknown, signal: AbortSignal): string {
  if (signal.aborted && signal.reason instanceof Error) return signal.reason.message;
  const { cause, message } = error as { cause?: { code?: string; message?: string }; message?: string };
  if (cause?.code === 'ECONNREFUSED') return 'nothing listens there';
  return cause?.message || message || 'the connection failed';
}
