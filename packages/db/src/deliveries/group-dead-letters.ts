import type { DeadLetterGroup } from '@activity-hub/contracts/dispatch/delivery';
import type { Statements } from '../postgres/statements.ts';

/** Dead letters by how they failed, the largest group first. */
export async function groupDeadLetters(
  sql: Statements,
  subscriptionId: string | undefined,
  limit: number,
): Promise<readonly DeadLetterGroup[]> {
  return sql<DeadLetterGroup[]>`
    select delivery.subscription_id, subscription.name as subscription_name, coalesce(fingerprint, '') as fingerprint,
      coalesce((array_agg(reason order by finished_at desc))[1], '') as reason,
      (array_agg(last_status order by finished_at desc))[1] as last_status, count(*) as count,
      min(finished_at) as first_at, max(finished_at) as last_at,
      (array_agg(distinct event_type))[1:5] as event_types
    from delivery join subscription using (subscription_id)
    where delivery.state = 'dead' and subscription.removed_at is null
      ${subscriptionId === undefined ? sql`` : sql`and delivery.subscription_id = ${subscriptionId}`}
    group by delivery.subscription_id, subscription.name, fingerprint
    order by count(*) desc, max(finished_at) desc limit ${limit}`;
}
