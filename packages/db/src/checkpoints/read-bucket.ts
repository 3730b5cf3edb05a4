import type { LaneEvent } from '../event-store/event-store.ts';
import { type RecordedEventRow, recordedEventColumns, recordedEventOf } from '../event-store/recorded-event-row.ts';
import type { Sql } from '../postgres/client.ts';
import type { ProcessorRef } from './consumer-store.ts';

/** The events of a bucket after a place, in its order; `offset` is the place in the bucket. */
export async function readBucket(
  sql: Sql,
  inbox: ProcessorRef,
  bucket: number,
  afterPlace: number,
  limit: number,
): Promise<readonly LaneEvent[]> {
  const rows = await sql<(RecordedEventRow & { place: number })[]>`
    select held.place, ${recordedEventColumns(sql)}
    from read_bucket(${inbox.processor}, ${inbox.version}, ${bucket}, ${afterPlace}, ${limit}) as held
    cross join lateral (
      select * from event where event.lane = held.lane and event."offset" = held."offset" limit 1) as event
    order by held.place`;
  return rows.map((row) => ({ offset: row.place, event: recordedEventOf(row) }));
}
