import { setTimeout as sleep } from 'node:timers/promises';
import { batchAnswer, type Verdict, verdict } from '@activity-hub/contracts/receipt';
import { z } from 'zod';
import { keyHeaders, keyRefusal } from '../hub-key.ts';
import type { ShardedLine } from './line-shard.ts';

/** What the hub said about one line. */
export interface LineVerdict {
  readonly line: number;
  readonly status: Verdict['status'];
  readonly event_id: string | null;
  readonly code: string | null;
  readonly detail: string | null;
  /** Within the event. */
  readonly pointer: string | null;
  readonly refused_id: string | null;
}

export type PostLines = (lines: readonly ShardedLine[]) => Promise<readonly LineVerdict[]>;

/** The hub could not be reached for so long that going on makes no sense. */
export class HubUnreachable extends Error {
  override readonly name = 'HubUnreachable';
}

export interface PostOptions {
  readonly key?: string | undefined;
  /** How long the hub may stay away before the command gives up. */
  readonly patienceMs: number;
  readonly signal?: AbortSignal;
  readonly onWaiting?: (reason: string) => void;
}

const requestLimitMs = 60_000;
const firstDelayMs = 200;
const longestDelayMs = 5_000;
/** The hub or something before it is busy or restarting. Repeating is safe: an event id counts once. */
const passingStatuses: ReadonlySet<number> = new Set([408, 429, 500, 502, 503, 504]);

const problem = z.looseObject({
  code: z.string(),
  detail: z.string(),
  pointer: z.string().optional(),
  event_id: z.string().nullish(),
  refused_id: z.string().nullish(),
});

/** Posts lines as they are, byte by byte: what the hub refuses it keeps as the file has it. */
export function createPostLines(hub: string, options: PostOptions): PostLines {
  const post = async (path: string, body: Buffer): Promise<Answer> =>
    await postPatiently(`${hub}${path}`, body, options);

  const postAlone = async (line: ShardedLine): Promise<LineVerdict> => {
    const answer = await post('/activity/events', line.bytes);
    const answered = verdict.safeParse(answer.body);
    return answered.success ? lineVerdict(line, answered.data) : refusedWhole(line, answer);
  };

  const postBatch = async (lines: readonly ShardedLine[]): Promise<readonly LineVerdict[]> => {
    if (lines.length === 0) return [];
    const answer = await post('/activity/events/batch', arrayOf(lines));
    const answered = batchAnswer.safeParse(answer.body);
    if (answered.success && answered.data.items.length === lines.length) {
      return lines.map((line, at) => lineVerdict(line, answered.data.items[at]));
    }
    const [only] = lines;
    if (lines.length === 1 && only !== undefined) return [refusedWhole(only, answer)];
    // The whole batch was refused because of something in it: halves find the line.
    const half = Math.ceil(lines.length / 2);
    return [...(await postBatch(lines.slice(0, half))), ...(await postBatch(lines.slice(half)))];
  };

  return async (lines) => {
    const verdicts = [...(await postBatch(lines.filter((line) => !line.malformed)))];
    for (const line of lines) if (line.malformed) verdicts.push(await postAlone(line));
    return verdicts;
  };
}

function arrayOf(lines: readonly ShardedLine[]): Buffer {
  const parts = lines.flatMap((line, at) => [Buffer.from(at === 0 ? '[' : ','), line.bytes]);
  return Buffer.concat([...parts, Buffer.from(']')]);
}

interface Answer {
  readonly status: number;
  readonly body: unknown;
}

async function postPatiently(url: string, body: Buffer, options: PostOptions): Promise<Answer> {
  const until = performance.now() + options.patienceMs;
  for (let attempt = 0; ; attempt++) {
    const { answer, reason, retryAfterMs } = await postOnce(url, body, options.key);
    if (answer !== undefined) return letIn(answer, url);
    if (performance.now() > until || options.signal?.aborted === true) {
      throw new HubUnreachable(`The hub at ${new URL(url).origin} does not take events: ${reason}.`);
    }
    options.onWaiting?.(reason);
    // Half fixed, half random: eight slots that failed together do not come back together.
    const backoff = Math.min(longestDelayMs, firstDelayMs * 2 ** Math.min(attempt, 10));
    const delay = Math.max(retryAfterMs, backoff / 2 + (backoff / 2) * Math.random());
    await sleep(delay, undefined, { signal: options.signal }).catch(() => undefined);
  }
}

async function postOnce(
  url: string,
  body: Buffer,
  key: string | undefined,
): Promise<{ answer?: Answer; reason: string; retryAfterMs: number }> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...keyHeaders(key) },
      body: new Uint8Array(body),
      signal: AbortSignal.timeout(requestLimitMs),
    });
    const text = await response.text();
    const answer = { status: response.status, body: parsed(text) };
    if (!passingStatuses.has(response.status)) return { answer, reason: '', retryAfterMs: 0 };
    const retryAfter = Number(response.headers.get('retry-after') ?? 0);
    const told = problem.safeParse(answer.body);
    const reason = told.success ? told.data.detail.replace(/\.$/, '') : `it answered ${response.status}`;
    return { reason, retryAfterMs: retryAfter > 0 && retryAfter < 60 ? retryAfter * 1_000 : 0 };
  } catch (error) {
    return { reason: reasonOf(error), retryAfterMs: 0 };
  }
}

/** @throws KeyRefused: no line is at fault, and the next one would be told the same */
function letIn(answer: Answer, url: string): Answer {
  const told = answer.status === 401 || answer.status === 403 ? problem.safeParse(answer.body) : undefined;
  const refusal = told?.success ? keyRefusal(new URL(url).origin, told.data.code, told.data.detail) : undefined;
  if (refusal !== undefined) throw refusal;
  return answer;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** `fetch failed` says nothing; its cause does. */
export function reasonOf(error: unknown): string {
  const { cause } = error as { cause?: { code?: string; message?: string } };
  if (cause?.code === 'ECONNREFUSED') return 'nothing listens there';
  return cause?.message ?? (error as Error).message;
}

function lineVerdict(line: ShardedLine, given: Verdict | undefined): LineVerdict {
  if (given === undefined) throw new Error(`Line ${line.number} got no verdict.`);
  const base = { line: line.number, status: given.status, code: null, detail: null, pointer: null, refused_id: null };
  if (given.status === 'accepted' || given.status === 'duplicate') return { ...base, event_id: given.receipt.event_id };
  const { event_id, code, detail } = given;
  if (given.status === 'conflict') return { ...base, event_id, code, detail, pointer: '/event_id' };
  return { ...base, event_id, code, detail, pointer: withinEvent(given.pointer), refused_id: given.refused_id };
}

/** The hub points into the batch; a person looks for the place in the line. */
function withinEvent(pointer: string): string {
  return pointer.replace(/^\/\d+(?=\/|$)/, '');
}

function refusedWhole(line: ShardedLine, answer: Answer): LineVerdict {
  const told = problem.safeParse(answer.body);
  return {
    line: line.number,
    status: told.success && told.data.code === 'event_id_conflict' ? 'conflict' : 'refused',
    event_id: told.data?.event_id ?? null,
    code: told.success ? told.data.code : `http_${answer.status}`,
    detail: told.success ? told.data.detail : `The hub answered ${answer.status} without an explanation.`,
    pointer: told.success ? withinEvent(told.data.pointer ?? '') : '',
    refused_id: told.data?.refused_id ?? null,
  };
}
