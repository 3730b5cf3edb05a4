import type { Statements } from '../postgres/statements.ts';
import { type SubscriptionRow, subscriptionColumns } from './subscription-row.ts';

export async function getSubscription(sql: Statements, subscriptionId: string): Promise<SubscriptionRow | undefined> {
  const [row] = await sql<SubscriptionRow[]>`
    select ${subscriptionColumns(sql)} from subscription
    where subscription_id = ${subscriptionId} and removed_at is null`;
  return row;
}
