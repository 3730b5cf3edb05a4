import type { Statements } from '../postgres/statements.ts';

/** All dead letters, of one subscription or of all that exist. */
export async function countDead(sql: Statements, subscriptionId: string | undefined): Promise<number> {
  const [row] = await sql<{ total: number }[]>`
    select count(*) as total from delivery join subscription using (subscription_id)
    where delivery.state = 'dead' and subscription.removed_at is null
      ${subscriptionId === undefined ? sql`` : sql`and delivery.subscription_id = ${subscriptionId}`}`;
  return row?.total ?? 0;
}
