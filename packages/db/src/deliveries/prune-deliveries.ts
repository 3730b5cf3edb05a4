import type { Sql } from '../postgres/client.ts';

/** Forgets a stretch of what was settled long ago, attempts with it, and keeps the count. @returns how many */
export async function pruneDeliveries(sql: Sql, keptDays: number, atMost: number): Promise<number> {
  const [row] = await sql<{ pruned: number }[]>`
    with old as (
      select subscription_id, lane, "offset", generation from delivery
      where state in ('delivered', 'discarded') and finished_at < clock_timestamp() - make_interval(days => ${keptDays})
      limit ${atMost}),
    attempts as (delete from delivery_attempt using old
      where delivery_attempt.subscription_id = old.subscription_id and delivery_attempt.lane = old.lane
        and delivery_attempt."offset" = old."offset" and delivery_attempt.generation = old.generation),
    gone as (delete from delivery using old
      where delivery.subscription_id = old.subscription_id and delivery.lane = old.lane
        and delivery."offset" = old."offset" and delivery.generation = old.generation
      returning delivery.subscription_id, delivery.lane, delivery.state),
    counted as (select subscription_id, lane, count(*) filter (where state = 'delivered') as delivered,
      count(*) filter (where state = 'discarded') as discarded from gone group by 1, 2),
    noted as (update subscription_lane set pruned_delivered = pruned_delivered + counted.delivered,
        pruned_discarded = pruned_discarded + counted.discarded
      from counted where subscription_lane.subscription_id = counted.subscription_id
        and subscription_lane.lane = counted.lane)
    select count(*) as pruned from gone`;
  return row?.pruned ?? 0;
}
