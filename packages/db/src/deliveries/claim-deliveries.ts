import type { Sql } from '../postgres/client.ts';
import { type ClaimedDelivery, claimedDeliveries } from './claimed-deliveries.ts';

export interface Claim {
  readonly subscriptionId: string;
  readonly lease: string;
  readonly leaseSeconds: number;
  readonly limit: number;
}

/** Takes what is due under a lease; whoever does not come back with the lease loses it, and the delivery comes again. */
export async function claimDeliveries(sql: Sql, claim: Claim): Promise<readonly ClaimedDelivery[]> {
  const { subscriptionId, lease, leaseSeconds, limit } = claim;
  return await claimedDeliveries(sql, sql`claim_deliveries(${subscriptionId}, ${limit}, ${lease}, ${leaseSeconds})`);
}
