import type { Sql } from '@activity-hub/db/postgres/client';
import { getSubscription } from '@activity-hub/db/subscriptions/get-subscription';
import { raiseEpoch } from '@activity-hub/db/subscriptions/raise-epoch';
import type { SubscriptionRow } from '@activity-hub/db/subscriptions/subscription-row';
import { updateSubscription } from '@activity-hub/db/subscriptions/update-subscription';

/**
 * The hub takes a subscription out of service. Undefined: it was not in service, as another attempt came to the same end
 * or a person paused or removed it meanwhile; then it stays as it is.
 */
export async function disableSubscription(
  sql: Sql,
  subscriptionId: string,
  reason: string,
): Promise<SubscriptionRow | undefined> {
  return await sql.begin(async (transaction) => {
    // Whoever changes a subscription waits here, so what is read next is still so when it is changed.
    const epoch = await raiseEpoch(transaction);
    if ((await getSubscription(transaction, subscriptionId))?.state !== 'active') return undefined;
    return await updateSubscription(transaction, subscriptionId, { state: 'disabled', state_reason: reason }, epoch);
  });
}
