import type { Verdict } from '@activity-hub/contracts/receipt';
import type { WireCounts, WireVerdict } from './wire-messages.ts';

const statuses = {
  accepted: 'ACCEPTED',
  duplicate: 'DUPLICATE',
  conflict: 'CONFLICT',
  refused: 'REFUSED',
} as const satisfies Record<Verdict['status'], WireVerdict['status']>;

/** A verdict as a message: null and absent are the same here. */
export function wireVerdictOf(verdict: Verdict): WireVerdict {
  if (verdict.status === 'accepted' || verdict.status === 'duplicate')
    return { status: statuses[verdict.status], receipt: verdict.receipt };
  const { status, event_id, code, detail } = verdict;
  const common = { status: statuses[status], code, detail, ...(event_id === null ? {} : { event_id }) };
  if (verdict.status === 'conflict') {
    const { kept_digest, sent_digest } = verdict;
    return {
      ...common,
      pointer: '/event_id',
      ...(kept_digest === undefined ? {} : { kept_digest }),
      ...(sent_digest === undefined ? {} : { sent_digest }),
    };
  }
  const { pointer, refused_id } = verdict;
  return { ...common, pointer, ...(refused_id === null ? {} : { refused_id }) };
}

const counters = {
  accepted: 'accepted',
  duplicate: 'duplicates',
  refused: 'refused',
  conflict: 'conflicts',
} as const satisfies Record<Verdict['status'], keyof WireCounts>;

/** Adds verdicts to counts. */
export function countVerdicts(counts: Record<keyof WireCounts, number>, verdicts: readonly Verdict[]): void {
  for (const verdict of verdicts) counts[counters[verdict.status]]++;
}
