import type { Sql } from '../postgres/client.ts';
import { bareArray } from '../postgres/text-array.ts';
import type { LaneEvent } from './event-store.ts';
import { type RecordedEventJson, recordedEventJson, recordedEventOfJson } from './recorded-event-json.ts';

/** A stretch of a lane. */
export interface LaneAsk {
  readonly lane: number;
  readonly afterOffset: number;
  readonly limit: number;
}

/**
 * Stretches of several lanes, in the order they were asked for. Never finds an offset before all smaller ones of its lane: the
 * append holds the lane to its commit.
 * @param asks of different lanes
 */
export async function readLanes(sql: Sql, asks: readonly LaneAsk[]): Promise<readonly (readonly LaneEvent[])[]> {
  const rows = await sql<{ event: RecordedEventJson }[]>`
    select ${recordedEventJson(sql)} as event
    from unnest(${bareArray(asks.map(({ lane }) => lane))}::text::smallint[],
      ${bareArray(asks.map(({ afterOffset }) => afterOffset))}::text::bigint[],
      ${bareArray(asks.map(({ limit }) => limit))}::text::int[]) as asked (of_lane, after_offset, at_most)
    cross join lateral read_lane(asked.of_lane, asked.after_offset, asked.at_most) as event
    order by event.lane, event."offset"`;
  const found = new Map<number, LaneEvent[]>(asks.map(({ lane }) => [lane, []]));
  for (const { event } of rows) found.get(event[0])?.push({ offset: event[1], event: recordedEventOfJson(event) });
  return asks.map(({ lane }) => found.get(lane) ?? []);
}
