import type { Sql } from '../postgres/client.ts';

/**
 * Removes a stretch of what removed subscriptions left behind, and at last the subscription itself.
 * @returns whether there may be more
 */
export async function purgeRemoved(sql: Sql, atMost: number): Promise<boolean> {
  const [gone] = await sql<{ subscription_id: string }[]>`
    select subscription_id from subscription where removed_at < clock_timestamp() - interval '2 minutes' limit 1`;
  if (gone === undefined) return false;
  const { subscription_id: id } = gone;
  const attempts = await sql`
    delete from delivery_attempt where ctid = any (array(
      select ctid from delivery_attempt where subscription_id = ${id} limit ${atMost}))`;
  const deliveries = await sql`
    delete from delivery where ctid = any (array(select ctid from delivery where subscription_id = ${id} limit ${atMost}))`;
  if (attempts.count + deliveries.count > 0) return true;
  await sql`delete from delivery_hour where subscription_id = ${id}`;
  await sql`delete from subscription where subscription_id = ${id}`;
  return true;
}
