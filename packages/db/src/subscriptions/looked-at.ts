import { LANE_COUNT } from '@activity-hub/contracts/lane';
import type { ProcessorRef } from '../checkpoints/consumer-store.ts';
import type { Statements } from '../postgres/statements.ts';

/** Up to which offset of every lane a subscription has looked; index = lane. */
export async function lookedAt(
  sql: Statements,
  matcher: ProcessorRef,
  subscriptionId: string,
): Promise<readonly number[]> {
  const rows = await sql<{ lane: number; looked: number }[]>`
    select subscription_lane.lane,
      case when joined then greatest(subscription_lane."offset", coalesce(checkpoint."offset", 0))
        else subscription_lane."offset" end as looked
    from subscription_lane left join checkpoint on checkpoint.processor = ${matcher.processor}
      and checkpoint.version = ${matcher.version} and checkpoint.lane = subscription_lane.lane
    where subscription_id = ${subscriptionId}`;
  const byLane = new Map(rows.map(({ lane, looked }) => [lane, looked]));
  return Array.from({ length: LANE_COUNT }, (_, lane) => byLane.get(lane) ?? 0);
}
