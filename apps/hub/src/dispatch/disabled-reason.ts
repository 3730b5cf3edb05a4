import type { DisabledCode } from '@activity-hub/contracts/dispatch/subscription';
import type { SubscriptionRow } from '@activity-hub/db/subscriptions/subscription-row';

const noSuccess = 'No attempt succeeded since';

/** Why a subscription is disabled that failed for too long. */
export function failingReason(since: string | null): string {
  return `${noSuccess} ${since ?? ''}.`;
}

/** Read from the sentence: only two ways lead there, and nothing else that is kept tells them apart. */
export function disabledCodeOf({
  state,
  state_reason: reason,
}: Pick<SubscriptionRow, 'state' | 'state_reason'>): DisabledCode | null {
  if (state !== 'disabled') return null;
  return reason?.startsWith(noSuccess) ? 'failing' : 'gone';
}
