import type { Sql } from '../postgres/client.ts';
import { liveOwners } from './live-owners.ts';
import { lockClaims } from './lock-claims.ts';

export interface SubscriptionClaim {
  readonly owner: string;
  readonly ids: readonly string[];
  /** Keys of owners that may come back: what is theirs stays with them. */
  readonly spared: readonly number[];
  readonly atMost: number;
}

/**
 * Takes subscriptions that belong to nobody, or to nobody who lives. Nothing where the session has lost what says that
 * this process lives.
 */
export async function claimSubscriptions(
  session: Sql,
  { owner, ids, spared, atMost }: SubscriptionClaim,
): Promise<readonly string[]> {
  return await session.begin(async (transaction) => {
    await lockClaims(transaction);
    const rows = await transaction<{ subscription_id: string }[]>`
      with live as (${liveOwners(transaction)}),
      free as (
        select subscription_id from subscription
        where subscription_id = any (${transaction.array([...ids])}::uuid[]) and removed_at is null
          and exists (select from live where here and owner_key = hashtext(${owner}::text)::oid::bigint)
          and (owner is null or hashtext(owner::text)::oid::bigint <> all (
            select owner_key from live union all select unnest(${transaction.array([...spared])}::bigint[])))
        limit ${atMost} for update skip locked)
      update subscription set owner = ${owner} from free
      where subscription.subscription_id = free.subscription_id returning subscription.subscription_id`;
    return rows.map(({ subscription_id }) => subscription_id);
  });
}
