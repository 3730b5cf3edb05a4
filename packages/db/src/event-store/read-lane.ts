import type { Sql } from '../postgres/client.ts';
import type { LaneEvent } from './event-store.ts';
import { type RecordedEventJson, recordedEventJson, recordedEventOfJson } from './recorded-event-json.ts';

/** Never finds an offset before all smaller ones of the lane: the append holds the lane to its commit. */
export async function readLane(
  sql: Sql,
  lane: number,
  afterOffset: number,
  limit: number,
): Promise<readonly LaneEvent[]> {
  const rows = await sql<{ event: RecordedEventJson }[]>`
    select ${recordedEventJson(sql)} as event
    from read_lane(${lane}, ${afterOffset}, ${limit}) as event order by "offset"`;
  return rows.map(({ event }) => ({ offset: event[1], event: recordedEventOfJson(event) }));
}
