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

interface FoundColumns extends LaneColumns {
  /** Of the ask, from 1: two may be of one lane. */
  readonly place: number;
}

/**
 * Stretches of several lanes, in the order they were asked for. Never finds an offset before all smaller ones of its lane: the
 * append holds the lane to its commit.
 */
export async function readLanes(sql: Sql, asks: readonly LaneAsk[]): Promise<readonly (readonly LaneEvent[])[]> {
  const rows = await sql<FoundColumns[]>`
    select asked.place::int as place, asked.of_lane as lane, found.*
    from unnest(${bareArray(asks.map(({ lane }) => lane))}::text::smallint[],
      ${bareArray(asks.map(({ afterOffset }) => afterOffset))}::text::bigint[],
      ${bareArray(asks.map(({ limit }) => limit))}::text::int[])
      with ordinality as asked (of_lane, after_offset, at_most, place)
    cross join lateral read_lane(asked.of_lane, asked.after_offset, asked.at_most) as found`;
  const stretches: LaneEvent[][] = asks.map(() => []);
  for (const columns of [...rows].sort(inOrderOfOffsets))
    stretches[columns.place - 1]?.push(...eventsOfColumns(columns));
  return stretches;
}

function inOrderOfOffsets(a: LaneColumns, b: LaneColumns): number {
  return (a.offset[0] ?? 0) - (b.offset[0] ?? 0);
}
