import type { Json } from '@activity-hub/contracts/event';
import type { Statements } from '../postgres/statements.ts';
import type { DeliveryKey } from './delivery-row.ts';

/**
 * Sends once more: what is not delivered is put back as it is, what was delivered gets another generation, so that
 * the count of both stays true. What waits cannot be edited: an attempt may be under way.
 * @returns the key of what will be sent; undefined when it cannot be
 */
export async function resendDelivery(
  sql: Statements,
  key: DeliveryKey,
  body: Json | undefined,
): Promise<DeliveryKey | undefined> {
  const edited = body === undefined ? sql`body` : sql`${sql.json(body as never)}`;
  const [back] = await sql<{ generation: number }[]>`
    update delivery set state = 'pending', due_at = clock_timestamp(), lease = null, finished_at = null,
      tried_before = attempts, fingerprint = null, body = ${edited}
    where subscription_id = ${key.subscription_id} and lane = ${key.lane} and "offset" = ${key.offset}
      and generation = ${key.generation} and (state = 'dead' or (state = 'pending' and lease is null and ${body === undefined}))
    returning generation`;
  if (back !== undefined) return key;
  const [made] = await sql<{ generation: number }[]>`
    insert into delivery (subscription_id, lane, "offset", generation, recorded_at, event_id, user_id, event_type,
      state, due_at, body)
    select subscription_id, lane, "offset", (
        select max(generation) + 1 from delivery as all_of
        where all_of.subscription_id = delivery.subscription_id and all_of.lane = delivery.lane
          and all_of."offset" = delivery."offset"),
      recorded_at, event_id, user_id, event_type, 'pending', clock_timestamp(), ${edited}
    from delivery
    where subscription_id = ${key.subscription_id} and lane = ${key.lane} and "offset" = ${key.offset}
      and generation = ${key.generation} and state in ('delivered', 'discarded')
    returning generation`;
  if (made === undefined) return undefined;
  await sql`update subscription_lane set matched = matched + 1
    where subscription_id = ${key.subscription_id} and lane = ${key.lane}`;
  return { ...key, generation: made.generation };
}
