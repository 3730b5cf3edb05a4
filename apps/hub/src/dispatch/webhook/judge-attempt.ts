import type { AttemptRecord } from './attempt-record.ts';
import { retryAfterMs } from './retry-after.ts';

/** What follows from an attempt, with a sentence for whoever operates the endpoint. */
export type Verdict =
  | { readonly kind: 'delivered'; readonly sentence: string }
  /** `at`: milliseconds since 1970. */
  | { readonly kind: 'retry'; readonly at: number; readonly sentence: string }
  | { readonly kind: 'exhausted'; readonly sentence: string }
  /** The receiver wants nothing more; the subscription ends, not only this delivery. */
  | { readonly kind: 'disable'; readonly sentence: string };

export interface RetryRules {
  /** The mean wait after each failed attempt, never falling; one more attempt than waits is made. */
  readonly waitsMs: readonly number[];
  /** Which part of a wait chance takes away or adds, from 0 to below 1. */
  readonly jitter: number;
  /** The most a receiver can ask for. */
  readonly maxRetryAfterMs: number;
}

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;

/**
 * Twelve attempts in about three days: a restart is over in seconds, an outage in hours, and a weekend
 * passes before somebody looks. The jitter is wide, so that what failed together does not come back together.
 */
export const defaultRetryRules: RetryRules = {
  waitsMs: [
    5 * second,
    30 * second,
    2 * minute,
    10 * minute,
    hour,
    3 * hour,
    6 * hour,
    12 * hour,
    12 * hour,
    12 * hour,
    24 * hour,
  ],
  jitter: 0.5,
  maxRetryAfterMs: 24 * hour,
};

/**
 * Decides what follows from an attempt.
 *
 * Refusals such as 400, 401, 403, 404 and 422 are retried like faults: in practice they come from a bad
 * deploy, a secret half rotated or a route not there yet, and the event would be lost although the receiver
 * is repaired an hour later. Only 410 is an answer about the future.
 * @param attemptNo of the record, from 1
 * @param now milliseconds since 1970
 * @param random from 0 to below 1
 */
export function judgeAttempt(
  record: Pick<AttemptRecord, 'status' | 'responseHeaders' | 'error'>,
  attemptNo: number,
  rules: RetryRules,
  now: number,
  random: number,
): Verdict {
  const { status } = record;
  const sentence = sentenceOf(record);
  if (status !== undefined && status >= 200 && status < 300) return { kind: 'delivered', sentence };
  if (status === 410) return { kind: 'disable', sentence };
  const mean = rules.waitsMs[attemptNo - 1];
  if (mean === undefined)
    return { kind: 'exhausted', sentence: `${sentence} That was the last of ${attemptNo} attempts.` };
  const scheduled = mean * (1 + rules.jitter * (2 * random - 1));
  const asked = Math.min(retryAfterMs(record.responseHeaders['retry-after'], now) ?? 0, rules.maxRetryAfterMs);
  return { kind: 'retry', at: now + Math.round(Math.max(scheduled, asked)), sentence };
}

function sentenceOf({ status, error }: Pick<AttemptRecord, 'status' | 'error'>): string {
  if (status === undefined) return error?.sentence ?? 'There was no answer.';
  if (status >= 200 && status < 300) return `The receiver took it with ${status}.`;
  if (status === 410) return 'The receiver answered 410: it wants no more webhooks.';
  if (status >= 300 && status < 400)
    return `The receiver answered ${status}. Redirects are not followed; enter the URL it leads to instead.`;
  return `The receiver answered ${status}.`;
}
