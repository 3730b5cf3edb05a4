import type { ProcessorRef } from '../checkpoints/consumer-store.ts';
import type { Sql } from '../postgres/client.ts';
import { raiseEpoch } from './raise-epoch.ts';

/** Takes a subscription with too much waiting off the matcher: it reads on by its own cursor from where that stands. */
export async function parkSubscription(sql: Sql, matcher: ProcessorRef, subscriptionId: string): Promise<void> {
  await sql.begin(async (transaction) => {
    const epoch = await raiseEpoch(transaction);
    await transaction`
      update subscription_lane set joined = false, "offset" = greatest(subscription_lane."offset", checkpoint."offset")
      from checkpoint where subscription_lane.subscription_id = ${subscriptionId} and joined
        and checkpoint.processor = ${matcher.processor} and checkpoint.version = ${matcher.version}
        and checkpoint.lane = subscription_lane.lane`;
    await transaction`update subscription set epoch = ${epoch} where subscription_id = ${subscriptionId}`;
  });
}
