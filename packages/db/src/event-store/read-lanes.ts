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
    select * from read_lanes(${bareArray(asks.map(({ lane }) => lane))}::text::smallint[],
      ${bareArray(asks.map(({ afterOffset }) => afterOffset))}::text::bigint[],
      ${bareArray(asks.map(({ limit }) => limit))}::text::int[])`;
  return asks.map(({ lane }, at) =>
    rows
      .filter(({ place }) => place === at + 1)
      .flatMap((columns) => eventsOfColumns(lane, columns))
      .sort((a, b) => a.offset - b.offset),
  );
}
