import type { RecordedEvent } from '@activity-hub/contracts/event';
import type { Sql } from '../postgres/client.ts';
import { type RecordedEventRow, recordedEventColumns, recordedEventOf } from './recorded-event-row.ts';

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** By way of the id key: it knows the exact primary key of the event, so one partition is touched. */
export async function getEvent(sql: Sql, eventId: string): Promise<RecordedEvent | undefined> {
  if (!uuid.test(eventId)) return undefined;
  const [row] = await sql<RecordedEventRow[]>`
    select ${recordedEventColumns(sql)} from event_key as key
    join event on event.lane = key.lane and event."offset" = key."offset" and event.recorded_at = key.recorded_at
    where key.event_id = ${eventId}`;
  return row === undefined ? undefined : recordedEventOf(row);
}
