import type { Sql } from '../postgres/client.ts';
import type { DeliveryKey } from './delivery-row.ts';

/** Gives back what was taken and not tried: it is due again at once instead of at the end of its lease. */
export async function releaseLeases(
  sql: Sql,
  leased: readonly (DeliveryKey & { readonly lease: string })[],
): Promise<void> {
  if (leased.length === 0) return;
  await sql`
    update delivery set lease = null, due_at = clock_timestamp()
    from unnest(${sql.array(leased.map((row) => row.subscription_id))}::uuid[],
      ${sql.array(leased.map((row) => row.lane))}::smallint[], ${sql.array(leased.map((row) => row.offset))}::bigint[],
      ${sql.array(leased.map((row) => row.generation))}::int[], ${sql.array(leased.map((row) => row.lease))}::uuid[])
      as mine (subscription_id, lane, place, generation, lease)
    where delivery.subscription_id = mine.subscription_id and delivery.lane = mine.lane
      and delivery."offset" = mine.place and delivery.generation = mine.generation and delivery.state = 'pending'
      and delivery.lease = mine.lease`;
}
