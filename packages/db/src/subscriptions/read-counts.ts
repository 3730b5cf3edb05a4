import type { DeliveryCounts } from '@activity-hub/contracts/dispatch/subscription';
import type { ProcessorRef } from '../checkpoints/consumer-store.ts';
import type { Statements } from '../postgres/statements.ts';

export interface SubscriptionFigures extends DeliveryCounts {
  readonly subscription_id: string;
  readonly parked: boolean;
  readonly behind_events: number;
}

/**
 * Of each subscription: what became of all that matched, and what it has not looked at yet. One snapshot. Only what waits
 * and what is dead is counted, by its indexes: all else that matched was delivered or discarded.
 */
export async function readCounts(
  sql: Statements,
  matcher: ProcessorRef,
  subscriptionIds: readonly string[],
): Promise<readonly SubscriptionFigures[]> {
  const ids = sql.array([...subscriptionIds]);
  return sql<SubscriptionFigures[]>`
    with lanes as (
      select subscription_id, sum(matched) as matched, sum(missing_key) as missing_key,
        bool_or(not joined) as parked,
        sum(greatest(0, lane.head - case when joined then greatest(subscription_lane."offset", coalesce(checkpoint."offset", 0))
          else subscription_lane."offset" end)) as behind
      from subscription_lane join lane using (lane)
      left join checkpoint on checkpoint.processor = ${matcher.processor} and checkpoint.version = ${matcher.version}
        and checkpoint.lane = subscription_lane.lane
      where subscription_id = any (${ids}::uuid[])
      group by subscription_id)
    select subscription_id, matched::bigint, missing_key::bigint, parked, behind::bigint as behind_events,
      (matched - discarded - dead - pending)::bigint as delivered, dead as dead_lettered, discarded, pending
    from lanes join subscription using (subscription_id)
    join count_unsettled(${ids}::uuid[]) as unsettled using (subscription_id)`;
}
