import type { Sql } from '../postgres/client.ts';
import { bareArray } from '../postgres/text-array.ts';
import type { LaneEvent } from './event-store.ts';
import { eventsOfColumns, type LaneColumns } from './lane-columns.ts';

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
  const rows = await sql<LaneColumns[]>`
    select asked.of_lane as lane, found.*
    from unnest(${bareArray(asks.map(({ lane }) => lane))}::text::smallint[],
      ${bareArray(asks.map(({ afterOffset }) => afterOffset))}::text::bigint[],
      ${bareArray(asks.map(({ limit }) => limit))}::text::int[]) as asked (of_lane, after_offset, at_most)
    cross join lateral read_lane(asked.of_lane, asked.after_offset, asked.at_most) as found`;
  const found = new Map<number, LaneEvent[]>(asks.map(({ lane }) => [lane, []]));
  for (const columns of [...rows].sort(inOrderOfOffsets)) found.get(columns.lane)?.push(...eventsOfColumns(columns));
  return asks.map(({ lane }) => found.get(lane) ?? []);
}

function inOrderOfOffsets(a: LaneColumns, b: LaneColumns): number {
  return (a.offset[0] ?? 0) - (b.offset[0] ?? 0);
}
