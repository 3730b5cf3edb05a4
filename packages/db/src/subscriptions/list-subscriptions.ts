import type { Statements } from '../postgres/statements.ts';
import { type SubscriptionRow, subscriptionColumns } from './subscription-row.ts';

/** Those that exist, the newest first. */
export async function listSubscriptions(sql: Statements, limit: number): Promise<readonly SubscriptionRow[]> {
  return sql<SubscriptionRow[]>`
    select ${subscriptionColumns(sql)} from subscription where removed_at is null
    order by created_at desc, subscription_id desc limit ${limit}`;
}
