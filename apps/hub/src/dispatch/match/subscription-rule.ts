import { LANE_COUNT } from '@activity-hub/contracts/lane';
import type { SubscriptionLane } from '@activity-hub/db/subscriptions/read-changed-subscriptions';
import type { SubscriptionRow } from '@activity-hub/db/subscriptions/subscription-row';
import { type EventJudge, eventJudge } from './event-judge.ts';

/** What of a subscription decides which events it gets. */
export interface SubscriptionRule {
  readonly subscription_id: string;
  readonly epoch: number;
  readonly topics: readonly string[];
  readonly ordered: boolean;
  readonly filterText: string | null;
  /** Subscriptions with the same text share it, and with it one evaluation of an event. */
  readonly judge: EventJudge;
  /** Behind which offset of a lane the matcher looks for it; infinite where it reads by itself. */
  readonly after: readonly number[];
}

export function subscriptionRule(
  row: SubscriptionRow,
  lanes: readonly SubscriptionLane[],
  judge: EventJudge = eventJudge(row.filter),
): SubscriptionRule {
  const after = Array.from({ length: LANE_COUNT }, () => Number.POSITIVE_INFINITY);
  for (const { lane, offset, joined } of lanes) if (joined) after[lane] = offset;
  return {
    subscription_id: row.subscription_id,
    epoch: row.epoch,
    topics: row.topics,
    ordered: row.fifo,
    filterText: row.filter,
    judge,
    after,
  };
}
