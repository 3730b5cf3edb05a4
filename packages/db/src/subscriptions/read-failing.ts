import type { Statements } from '../postgres/statements.ts';
import { type SubscriptionRow, subscriptionColumns } from './subscription-row.ts';

/** Active subscriptions of which no attempt succeeded for a while. */
export async function readFailing(sql: Statements): Promise<readonly SubscriptionRow[]> {
  return sql<SubscriptionRow[]>`
    select ${subscriptionColumns(sql)} from subscription
    where failing_since is not null and state = 'active' and removed_at is null`;
}
