import type { DeliveryRow } from '@activity-hub/db/deliveries/delivery-row';
import type { FinishedAttempt } from '@activity-hub/db/deliveries/finish-attempts';
import { judgeAttempt, type RetryRules, type Verdict } from '../webhook/judge-attempt.ts';
import { fingerprintOf } from './fingerprint-of.ts';
import type { Tried } from './transport.ts';

export interface Judging {
  readonly rules: RetryRules;
  readonly now: number;
  readonly random: number;
}

/** What follows for a delivery from one try of it. Pure. */
export function finishedAttempt(row: DeliveryRow, lease: string, tried: Tried, judging: Judging): FinishedAttempt {
  const { subscription_id, lane, offset, generation } = row;
  const { outcome, dueAt, sentence } = consequence(row, tried, judging);
  const reason = outcome === 'delivered' ? null : sentence;
  const failure = { status: tried.status ?? null, error_code: tried.error?.code ?? null, reason };
  return {
    subscription_id,
    lane,
    offset,
    generation,
    lease,
    outcome,
    ...failure,
    due_at: dueAt === undefined ? null : new Date(dueAt).toISOString(),
    fingerprint: outcome === 'delivered' ? null : fingerprintOf(failure),
    at: new Date(tried.startedAt).toISOString(),
    duration_ms: tried.durationMs,
    url: tried.url,
    address: tried.address,
    request_headers: { ...tried.requestHeaders },
    request_body: tried.requestBody,
    response_headers: tried.status === undefined ? null : { ...tried.responseHeaders },
    response_body: tried.responseBody,
    response_truncated: tried.responseTruncated,
  };
}

interface Consequence {
  readonly outcome: FinishedAttempt['outcome'];
  readonly dueAt: number | undefined;
  readonly sentence: string;
}

function consequence(row: DeliveryRow, tried: Tried, { rules, now, random }: Judging): Consequence {
  if (tried.settled !== undefined)
    return { outcome: tried.settled, dueAt: undefined, sentence: tried.error?.sentence ?? '' };
  // A redrive begins the schedule anew.
  const nth = row.attempts - row.tried_before + 1;
  const verdict = judgeAttempt(tried, nth, rules, now, random);
  return { outcome: outcomes[verdict.kind], dueAt: dueAtOf(verdict, now), sentence: verdict.sentence };
}

const outcomes = { delivered: 'delivered', retry: 'retry', exhausted: 'exhausted', disable: 'disabled' } as const;

/** A subscription that is disabled keeps what it did not get: it goes on where it stood when it is resumed. */
function dueAtOf(verdict: Verdict, now: number): number | undefined {
  if (verdict.kind === 'retry') return verdict.at;
  return verdict.kind === 'disable' ? now : undefined;
}
