import { LANE_COUNT } from '@activity-hub/contracts/lane';
import type { Statements } from '../postgres/statements.ts';

/**
 * Up to which offset of every lane deliveries of a subscription may have been forgotten; index = lane. What was
 * recorded since then cannot have been settled for long enough.
 */
export async function forgottenOffsets(
  sql: Statements,
  subscriptionId: string,
  keptDays: number,
): Promise<readonly number[]> {
  const rows = await sql<{ lane: number; upto: number }[]>`
    select lane, offset_before(lane, clock_timestamp() - make_interval(days => ${keptDays})) as upto
    from subscription_lane where subscription_id = ${subscriptionId} and pruned_delivered + pruned_discarded > 0`;
  const byLane = new Map(rows.map(({ lane, upto }) => [lane, upto]));
  return Array.from({ length: LANE_COUNT }, (_, lane) => byLane.get(lane) ?? 0);
}
