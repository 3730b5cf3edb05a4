import type { DeadLetterDiscard } from '@activity-hub/contracts/dispatch/redrive';
import type { Statements } from '../postgres/statements.ts';
import type { DeliveryKey } from './delivery-row.ts';

const atMost = 10_000;

/** Settles dead letters without sending them, and counts them. @returns how many, 10,000 at most */
export async function discardDead(
  sql: Statements,
  { subscription_id, fingerprint, reason }: DeadLetterDiscard,
  one: DeliveryKey | undefined,
): Promise<number> {
  const [row] = await sql<{ discarded: number }[]>`
    with picked as (
      select lane, "offset", generation from delivery
      where subscription_id = ${subscription_id} and state = 'dead'
        ${fingerprint === undefined ? sql`` : sql`and fingerprint = ${fingerprint}`}
        ${one === undefined ? sql`` : sql`and lane = ${one.lane} and "offset" = ${one.offset} and generation = ${one.generation}`}
      limit ${atMost} for update skip locked),
    done as (update delivery set state = 'discarded', finished_at = clock_timestamp(), reason = ${reason}
      from picked where delivery.subscription_id = ${subscription_id} and delivery.lane = picked.lane
        and delivery."offset" = picked."offset" and delivery.generation = picked.generation returning 1),
    counted as (select count(*) as discarded from done),
    noted as (update subscription set discarded = subscription.discarded + counted.discarded from counted
      where subscription_id = ${subscription_id} and counted.discarded > 0)
    select discarded from counted`;
  return row?.discarded ?? 0;
}
