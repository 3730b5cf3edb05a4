import type { DeliverySearch } from '@activity-hub/contracts/dispatch/delivery';
import type { Statements } from '../postgres/statements.ts';
import { type DeliveryKey, type DeliveryRow, deliveryColumns } from './delivery-row.ts';

/** The place in the list after which it goes on. */
export type DeliveryPlace = Omit<DeliveryKey, 'subscription_id'> & { readonly recorded_at: string };

/** Newest first by recording. */
export async function listDeliveries(
  sql: Statements,
  { subscription_id, state, event_id, fingerprint }: Omit<DeliverySearch, 'limit'>,
  after: DeliveryPlace | undefined,
  limit: number,
): Promise<readonly DeliveryRow[]> {
  return sql<DeliveryRow[]>`
    select ${deliveryColumns(sql)} from delivery
    where subscription_id = ${subscription_id}
      ${state === undefined ? sql`` : sql`and state = ${state}`}
      ${event_id === undefined ? sql`` : sql`and (lane, "offset") = (select lane, "offset" from event_key where event_key.event_id = ${event_id})`}
      ${fingerprint === undefined ? sql`` : sql`and state = 'dead' and fingerprint = ${fingerprint}`}
      ${
        after === undefined
          ? sql``
          : sql`and (recorded_at, lane, "offset", generation) <
              (${after.recorded_at}, ${after.lane}, ${after.offset}, ${after.generation})`
      }
    order by recorded_at desc, lane desc, "offset" desc, generation desc limit ${limit}`;
}
