import type { Statements } from '../postgres/statements.ts';

/** It matches and sends nothing any longer; `purgeSubscriptions` removes its rows. False: there is none. */
export async function removeSubscription(sql: Statements, subscriptionId: string, epoch: number): Promise<boolean> {
  const rows = await sql`
    update subscription set removed_at = clock_timestamp(), epoch = ${epoch}
    where subscription_id = ${subscriptionId} and removed_at is null returning 1`;
  return rows.length > 0;
}
