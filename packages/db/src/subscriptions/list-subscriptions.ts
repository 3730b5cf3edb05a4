import type { SubscriptionState } from '@activity-hub/contracts/dispatch/subscription';
import type { Statements } from '../postgres/statements.ts';
import { exactInstant } from '../queries/exact-instant.ts';
import type { Keyset } from '../queries/keyset.ts';
import { type SubscriptionRow, subscriptionColumns } from './subscription-row.ts';

export interface SubscriptionFilter {
  /** Part of the name or of a topic. */
  readonly search?: string | undefined;
  readonly state?: SubscriptionState | undefined;
  readonly after?: Keyset | undefined;
  readonly limit: number;
}

/** Those that exist, the newest first, with one row more than the limit. */
export async function listSubscriptions(
  sql: Statements,
  { search, state, after, limit }: SubscriptionFilter,
): Promise<readonly SubscriptionRow[]> {
  return sql<SubscriptionRow[]>`
    select ${subscriptionColumns(sql)} from subscription
    where removed_at is null
      ${
        search === undefined
          ? sql``
          : sql`and (strpos(lower(name), lower(${search}::text)) > 0
              or exists (select from unnest(topics) as topic where strpos(topic, lower(${search}::text)) > 0))`
      }
      ${state === undefined ? sql`` : sql`and state = ${state}`}
      ${
        after === undefined
          ? sql``
          : sql`and (created_at, subscription_id) < (${after.at}::text::timestamptz, ${after.id}::text::uuid)`
      }
    order by created_at desc, subscription_id desc limit ${limit + 1}`;
}

export function keysetOfSubscription({ created_at, subscription_id }: SubscriptionRow): Keyset {
  return { at: exactInstant(created_at), id: subscription_id };
}
