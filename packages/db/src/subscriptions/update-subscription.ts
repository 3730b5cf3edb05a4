import type { Statements } from '../postgres/statements.ts';
import type { NewSubscription } from './insert-subscription.ts';
import { type SubscriptionRow, subscriptionColumns } from './subscription-row.ts';

export type SubscriptionUpdate = Partial<Omit<NewSubscription, 'created_by'>> &
  Partial<Pick<SubscriptionRow, 'state' | 'state_reason' | 'failing_since' | 'warned_percent' | 'circuit_open_until'>>;

/** Undefined: there is none, or not any longer. What is not named stays. */
export async function updateSubscription(
  sql: Statements,
  subscriptionId: string,
  update: SubscriptionUpdate,
  epoch: number,
): Promise<SubscriptionRow | undefined> {
  const { topics, template, destination, ...rest } = update;
  const values = {
    ...rest,
    epoch,
    ...(topics === undefined ? {} : { topics: sql.array([...topics]) }),
    ...(template === undefined ? {} : { template: template === null ? null : sql.json(template as never) }),
    ...(destination === undefined ? {} : { destination: sql.json(destination as never) }),
  };
  const [row] = await sql<SubscriptionRow[]>`
    update subscription set ${sql(values as never)}, updated_at = clock_timestamp()
    where subscription_id = ${subscriptionId} and removed_at is null
    returning ${subscriptionColumns(sql)}`;
  return row;
}
