import type { RecordedEvent } from '@activity-hub/contracts/event';
import { type RecordedEventJson, recordedEventJson, recordedEventOfJson } from '../event-store/recorded-event-json.ts';
import type { Sql } from '../postgres/client.ts';
import { type DeliveryRow, deliveryColumns } from './delivery-row.ts';

/** A delivery somebody took, with its event. Undefined: the event is not in the hot log any longer. */
export interface ClaimedDelivery {
  readonly row: DeliveryRow;
  readonly event: RecordedEvent | undefined;
}

export interface Claim {
  readonly lease: string;
  readonly leaseSeconds: number;
  /** How many of which subscription. */
  readonly rooms: ReadonlyMap<string, number>;
}

/** Takes what is due under a lease; whoever does not come back with the lease loses it, and the delivery comes again. */
export async function claimDeliveries(sql: Sql, claim: Claim): Promise<readonly ClaimedDelivery[]> {
  if (claim.rooms.size === 0) return [];
  const rows = await sql<(DeliveryRow & { readonly event: RecordedEventJson | null })[]>`
    select ${deliveryColumns(sql)}, case when event.lane is null then null else ${recordedEventJson(sql)} end as event
    from claim_deliveries(${sql.array([...claim.rooms.keys()])}::uuid[], ${sql.array([...claim.rooms.values()])}::int[],
      ${claim.lease}, ${claim.leaseSeconds}) as delivery
    left join event on event.lane = delivery.lane and event."offset" = delivery."offset"
      and event.recorded_at = delivery.recorded_at
    order by delivery.recorded_at, delivery.lane, delivery."offset"`;
  return rows.map(({ event, ...row }) => ({ row, event: event === null ? undefined : recordedEventOfJson(event) }));
}
