import type { DeliveryCounts } from '@activity-hub/contracts/dispatch/subscription';
import type { ProcessorRef } from '../checkpoints/consumer-store.ts';
import type { Statements } from '../postgres/statements.ts';

export interface SubscriptionFigures extends DeliveryCounts {
  readonly subscription_id: string;
  readonly parked: boolean;
  readonly behind_events: number;
}

/** Of each subscription: what became of all that matched, and what it has not looked at yet. One snapshot. */
export async function readCounts(
  sql: Statements,
  matcher: ProcessorRef,
  subscriptionIds: readonly string[],
): Promise<readonly SubscriptionFigures[]> {
  return sql<SubscriptionFigures[]>`
    with wanted as (select unnest(${sql.array([...subscriptionIds])}::uuid[]) as subscription_id),
    lanes as (
      select subscription_id, sum(matched) as matched, sum(missing_key) as missing_key,
        sum(pruned_delivered) as pruned_delivered, sum(pruned_discarded) as pruned_discarded,
        bool_or(not joined) as parked,
        sum(greatest(0, lane.head - case when joined then greatest(subscription_lane."offset", coalesce(checkpoint."offset", 0))
          else subscription_lane."offset" end)) as behind
      from subscription_lane join wanted using (subscription_id) join lane using (lane)
      left join checkpoint on checkpoint.processor = ${matcher.processor} and checkpoint.version = ${matcher.version}
        and checkpoint.lane = subscription_lane.lane
      group by subscription_id),
    rows as (
      select subscription_id, count(*) filter (where state = 'delivered') as delivered,
        count(*) filter (where state = 'dead') as dead, count(*) filter (where state = 'discarded') as discarded,
        count(*) filter (where state = 'pending') as pending
      from delivery join wanted using (subscription_id) group by subscription_id)
    select lanes.subscription_id, matched::bigint, missing_key::bigint, parked, behind::bigint as behind_events,
      (pruned_delivered + coalesce(delivered, 0))::bigint as delivered, coalesce(dead, 0) as dead_lettered,
      (pruned_discarded + coalesce(discarded, 0))::bigint as discarded, coalesce(pending, 0) as pending
    from lanes left join rows using (subscription_id)`;
}
