import { attemptErrorCodes, type FailureCode } from '@activity-hub/contracts/dispatch/failure-code';
import type { DeliveryRow } from '@activity-hub/db/deliveries/delivery-row';

/** What the reason of a delivery says. What a person wrote when discarding it has no code. */
export function failureOf({
  state,
  reason,
  fingerprint,
}: Pick<DeliveryRow, 'state' | 'reason' | 'fingerprint'>): FailureCode | null {
  if (reason === null || state === 'discarded') return null;
  if (fingerprint !== null) return failureOfFingerprint(fingerprint);
  // Whoever puts back clears the fingerprint and leaves the reason.
  return state === 'pending' ? 'put_back' : null;
}

/** Dead letters alike have one. */
export function failureOfFingerprint(fingerprint: string): FailureCode | null {
  if (fingerprint.startsWith('status ')) return 'answered';
  if (fingerprint.startsWith('before sending: ')) return 'filter';
  if (fingerprint === 'skipped') return 'skipped';
  return attemptErrorCodes.find((code) => code === fingerprint) ?? null;
}
