import type { ProcessorRef } from '../checkpoints/consumer-store.ts';
import type { Statements } from '../postgres/statements.ts';

/**
 * Says behind which offset of every lane a subscription matches. A lane at or ahead of the matcher is looked after
 * by it from the start, the others catch up. In the transaction that raised the epoch: so the matcher stands still.
 */
export async function insertSubscriptionLanes(
  transaction: Statements,
  matcher: ProcessorRef,
  subscriptionId: string,
  offsets: readonly number[],
): Promise<void> {
  await transaction`
    insert into subscription_lane (subscription_id, lane, "offset", joined)
    select ${subscriptionId}, wanted.place - 1, wanted.after, wanted.after >= coalesce(checkpoint."offset", 0)
    from unnest(${transaction.array([...offsets])}::bigint[]) with ordinality as wanted (after, place)
    left join checkpoint on checkpoint.processor = ${matcher.processor} and checkpoint.version = ${matcher.version}
      and checkpoint.lane = wanted.place - 1`;
}
