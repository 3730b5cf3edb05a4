import type { SubscriptionState } from '@activity-hub/contracts/dispatch/subscription';
import type { Sql } from '@activity-hub/db/postgres/client';
import { raiseEpoch } from '@activity-hub/db/subscriptions/raise-epoch';
import type { SubscriptionRow } from '@activity-hub/db/subscriptions/subscription-row';
import { updateSubscription } from '@activity-hub/db/subscriptions/update-subscription';

/** The hub takes a subscription out of service, or a person puts it back. Undefined: it is gone. */
export async function changeState(
  sql: Sql,
  subscriptionId: string,
  state: SubscriptionState,
  reason: string | null,
): Promise<SubscriptionRow | undefined> {
  return await sql.begin(async (transaction) => {
    const epoch = await raiseEpoch(transaction);
    const fresh = state === 'active' ? { failing_since: null, warned_percent: 0, circuit_open_until: null } : {};
    return await updateSubscription(transaction, subscriptionId, { state, state_reason: reason, ...fresh }, epoch);
  });
}
