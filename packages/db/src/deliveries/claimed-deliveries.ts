import type { RecordedEvent } from '@activity-hub/contracts/event';
import type postgres from 'postgres';
import { type RecordedEventJson, recordedEventJson, recordedEventOfJson } from '../event-store/recorded-event-json.ts';
import type { Sql } from '../postgres/client.ts';
import { type DeliveryRow, deliveryColumns } from './delivery-row.ts';

/** A delivery to be tried, with its event. Undefined: the event is not in the hot log any longer. */
export interface ClaimedDelivery {
  readonly row: DeliveryRow;
  readonly event: RecordedEvent | undefined;
}

/** Deliveries as a function of the database answers them, each with its event, in the order of recording. */
export async function claimedDeliveries(
  sql: Sql,
  source: postgres.PendingQuery<postgres.Row[]>,
): Promise<readonly ClaimedDelivery[]> {
  const rows = await sql<(DeliveryRow & { readonly event: RecordedEventJson | null })[]>`
    select ${deliveryColumns(sql)}, case when event.lane is null then null else ${recordedEventJson(sql)} end as event
    from ${source} as delivery
    left join event on event.lane = delivery.lane and event."offset" = delivery."offset"
      and event.recorded_at = delivery.recorded_at
    order by delivery.recorded_at, delivery.lane, delivery."offset"`;
  return rows.map(({ event, ...row }) => ({ row, event: event === null ? undefined : recordedEventOfJson(event) }));
}
