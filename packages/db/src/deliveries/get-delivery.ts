import type { RecordedEvent } from '@activity-hub/contracts/event';
import { type RecordedEventJson, recordedEventJson, recordedEventOfJson } from '../event-store/recorded-event-json.ts';
import type { Statements } from '../postgres/statements.ts';
import { type DeliveryKey, type DeliveryRow, deliveryColumns } from './delivery-row.ts';

/** A delivery with its event, while that is in the hot log. */
export async function getDelivery(
  sql: Statements,
  key: DeliveryKey,
): Promise<{ readonly row: DeliveryRow; readonly event: RecordedEvent | undefined } | undefined> {
  const [found] = await sql<(DeliveryRow & { readonly event: RecordedEventJson | null })[]>`
    select ${deliveryColumns(sql)},
      case when event.lane is null then null else ${recordedEventJson(sql as never)} end as event
    from delivery left join event on event.lane = delivery.lane and event."offset" = delivery."offset"
      and event.recorded_at = delivery.recorded_at
    where delivery.subscription_id = ${key.subscription_id} and delivery.lane = ${key.lane}
      and delivery."offset" = ${key.offset} and delivery.generation = ${key.generation}`;
  if (found === undefined) return undefined;
  const { event, ...row } = found;
  return { row, event: event === null ? undefined : recordedEventOfJson(event) };
}
