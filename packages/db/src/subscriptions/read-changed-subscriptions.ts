import type { Sql } from '../postgres/client.ts';
import { readEpoch } from './read-epoch.ts';
import { type SubscriptionRow, subscriptionColumns } from './subscription-row.ts';

/** Where a subscription stands in a lane. */
export interface SubscriptionLane {
  readonly subscription_id: string;
  readonly lane: number;
  readonly offset: number;
  readonly joined: boolean;
}

export interface ChangedSubscriptions {
  readonly epoch: number;
  /** Removed ones too. */
  readonly rows: readonly SubscriptionRow[];
  readonly lanes: readonly SubscriptionLane[];
}

/** What changed after an epoch, in one snapshot with the epoch it leads to. */
export async function readChangedSubscriptions(sql: Sql, afterEpoch: number): Promise<ChangedSubscriptions> {
  return await sql.begin('isolation level repeatable read read only', async (transaction) => {
    const epoch = await readEpoch(transaction);
    if (epoch === afterEpoch) return { epoch, rows: [], lanes: [] };
    const rows = await transaction<SubscriptionRow[]>`
      select ${subscriptionColumns(transaction)} from subscription where epoch > ${afterEpoch}`;
    const lanes = await transaction<SubscriptionLane[]>`
      select subscription_lane.subscription_id, lane, "offset", joined
      from subscription join subscription_lane using (subscription_id)
      where subscription.epoch > ${afterEpoch} and removed_at is null`;
    return { epoch, rows, lanes };
  });
}
