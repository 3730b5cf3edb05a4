import type { RecordedEvent } from '@activity-hub/contracts/event';
import { type RecordedEventJson, recordedEventJson, recordedEventOfJson } from '../event-store/recorded-event-json.ts';
import type { Sql } from '../postgres/client.ts';
import { bareArray } from '../postgres/text-array.ts';
import type { DeliveryRow } from './delivery-row.ts';

/** A delivery to be tried, with its event. Undefined: the event is not in the hot log any longer. */
export interface ClaimedDelivery {
  readonly row: DeliveryRow;
  readonly event: RecordedEvent | undefined;
}

/** Deliveries with their events, each event read once; in the order of recording. */
export async function withEvents(sql: Sql, rows: readonly DeliveryRow[]): Promise<readonly ClaimedDelivery[]> {
  if (rows.length === 0) return [];
  const places = [...new Map(rows.map((row) => [`${row.lane}.${row.offset}`, row])).values()];
  const found = await sql<{ event: RecordedEventJson }[]>`
    select ${recordedEventJson(sql)} as event
    from unnest(${bareArray(places.map((row) => row.lane))}::text::smallint[],
      ${bareArray(places.map((row) => row.offset))}::text::bigint[],
      ${bareArray(places.map((row) => row.recorded_at))}::text::timestamptz[]) as wanted (lane, place, recorded_at)
    join event on event.lane = wanted.lane and event."offset" = wanted.place
      and event.recorded_at = wanted.recorded_at`;
  const events = new Map(found.map(({ event }) => [`${event[0]}.${event[1]}`, recordedEventOfJson(event)]));
  return [...rows].sort(inOrderOfRecording).map((row) => ({ row, event: events.get(`${row.lane}.${row.offset}`) }));
}

function inOrderOfRecording(a: DeliveryRow, b: DeliveryRow): number {
  if (a.recorded_at !== b.recorded_at) return a.recorded_at < b.recorded_at ? -1 : 1;
  return a.lane - b.lane || a.offset - b.offset;
}
