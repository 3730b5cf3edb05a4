import type { DeliveryResult } from '@activity-hub/contracts/plugin/sink';

/** What came of one request to a target. `later` says nothing about the events: the same request may succeed. */
export type TargetAnswer =
  | { readonly kind: 'taken'; readonly status: number; readonly body: unknown }
  | { readonly kind: 'later'; readonly reason: string; readonly retryAfterSeconds?: number | undefined }
  | { readonly kind: 'refused'; readonly status: number; readonly reason: string };

/**
 * Not the fault of what was sent. A key that is not accepted (401, 403) is among them: it concerns every event,
 * and a mended key must not find a heap of dead letters.
 */
const laterStatuses: ReadonlySet<number> = new Set([401, 403, 408, 425, 429]);

export function kindOfStatus(status: number): TargetAnswer['kind'] {
  if (status >= 200 && status < 300) return 'taken';
  return status >= 400 && status < 500 && !laterStatuses.has(status) ? 'refused' : 'later';
}

/** The result of an event whose request was not taken. */
export function resultOf(eventId: string, answer: Exclude<TargetAnswer, { kind: 'taken' }>): DeliveryResult {
  if (answer.kind === 'refused') return { event_id: eventId, outcome: 'reject', reason: answer.reason };
  const { reason, retryAfterSeconds } = answer;
  return {
    event_id: eventId,
    outcome: 'retry',
    reason,
    ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
  };
}
