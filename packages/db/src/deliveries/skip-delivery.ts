import type { Statements } from '../postgres/statements.ts';
import type { DeliveryKey } from './delivery-row.ts';

/** Makes a dead letter of what waits, so that it holds up its user no longer. False: it does not wait. */
export async function skipDelivery(sql: Statements, key: DeliveryKey, reason: string): Promise<boolean> {
  const rows = await sql`
    update delivery set state = 'dead', due_at = null, lease = null, finished_at = clock_timestamp(),
      reason = ${reason}, fingerprint = 'skipped'
    where subscription_id = ${key.subscription_id} and lane = ${key.lane} and "offset" = ${key.offset}
      and generation = ${key.generation} and state = 'pending'`;
  return rows.count > 0;
}
