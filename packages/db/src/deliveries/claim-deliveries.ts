import type { Sql } from '../postgres/client.ts';
import { type DeliveryRow, deliveryColumns } from './delivery-row.ts';
import { type ClaimedDelivery, withEvents } from './with-events.ts';

export interface Claim {
  readonly subscriptionId: string;
  readonly lease: string;
  readonly leaseSeconds: number;
  readonly limit: number;
}

/** Takes what is due under a lease; whoever does not come back with the lease loses it, and the delivery comes again. */
export async function claimDeliveries(sql: Sql, claim: Claim): Promise<readonly ClaimedDelivery[]> {
  const { subscriptionId, lease, leaseSeconds, limit } = claim;
  const rows = await sql<DeliveryRow[]>`
    select ${deliveryColumns(sql)}
    from claim_deliveries(${subscriptionId}, ${limit}, ${lease}, ${leaseSeconds}) as delivery`;
  return await withEvents(sql, rows);
}
