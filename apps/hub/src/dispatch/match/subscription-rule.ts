import type { RecordedEvent } from '@activity-hub/contracts/event';
import { compileFilter } from '@activity-hub/contracts/filter/compile-filter';
import type { FilterVerdict } from '@activity-hub/contracts/filter/filter-verdict';
import { LANE_COUNT } from '@activity-hub/contracts/lane';
import type { SubscriptionLane } from '@activity-hub/db/subscriptions/read-changed-subscriptions';
import type { SubscriptionRow } from '@activity-hub/db/subscriptions/subscription-row';

/** What of a subscription decides which events it gets. */
export interface SubscriptionRule {
  readonly subscription_id: string;
  readonly epoch: number;
  readonly topics: readonly string[];
  readonly ordered: boolean;
  /** Subscriptions with the same text share one evaluation of an event. */
  readonly filterText: string | null;
  judge(event: RecordedEvent): FilterVerdict;
  /** Behind which offset of a lane the matcher looks for it; infinite where it reads by itself. */
  readonly after: readonly number[];
}

export function subscriptionRule(row: SubscriptionRow, lanes: readonly SubscriptionLane[]): SubscriptionRule {
  const after = Array.from({ length: LANE_COUNT }, () => Number.POSITIVE_INFINITY);
  for (const { lane, offset, joined } of lanes) if (joined) after[lane] = offset;
  return {
    subscription_id: row.subscription_id,
    epoch: row.epoch,
    topics: row.topics,
    ordered: row.fifo,
    filterText: row.filter,
    judge: judgeOf(row.filter),
    after,
  };
}

/** A filter that was taken and cannot be compiled any longer loses nothing: each event becomes a dead letter. */
function judgeOf(text: string | null): (event: RecordedEvent) => FilterVerdict {
  if (text === null) return () => 'match';
  try {
    const filter = compileFilter(text);
    return (event) => filter.matches(event);
  } catch (error) {
    const fault = error instanceof Error ? error.message : String(error);
    return () => ({ fault });
  }
}
