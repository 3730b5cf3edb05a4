import type { Sql } from '../postgres/client.ts';
import { bareArray } from '../postgres/text-array.ts';
import type { LaneEvent } from './event-store.ts';
import { eventsOfColumns, type LaneColumns } from './lane-columns.ts';
import { type OutlineColumns, saysNothingMore } from './outline-columns.ts';

/** A stretch of a lane. */
export interface LaneAsk {
  readonly lane: number;
  readonly afterOffset: number;
  readonly limit: number;
}

/** Of the ask, from 1: two may be of one lane. */
type Placed<Columns> = Columns & { readonly place: number };

/**
 * Stretches of several lanes, in the order they were asked for. Never finds an offset before all smaller ones of its lane: the
 * append holds the lane to its commit.
 */
export async function readLanes(sql: Sql, asks: readonly LaneAsk[]): Promise<readonly (readonly LaneEvent[])[]> {
  const rows = await sql<Placed<LaneColumns>[]>`select * from read_lanes(${stretches(sql, asks)})`;
  return inOrder(asks, rows, (lane, columns) => eventsOfColumns(lane, columns));
}

/**
 * The same events as if producers said nothing in them but the payloads of these types: little more than half of the work, on
 * both sides.
 */
export async function readLaneOutlines(
  sql: Sql,
  asks: readonly LaneAsk[],
  withPayload: readonly string[],
): Promise<readonly (readonly LaneEvent[])[]> {
  const rows = await sql<Placed<OutlineColumns>[]>`
    select * from read_lane_outlines(${stretches(sql, asks)}, ${[...withPayload]}::text[])`;
  return inOrder(asks, rows, (lane, columns) => eventsOfColumns(lane, saysNothingMore(columns)));
}

function stretches(sql: Sql, asks: readonly LaneAsk[]) {
  return sql`${bareArray(asks.map(({ lane }) => lane))}::text::smallint[],
    ${bareArray(asks.map(({ afterOffset }) => afterOffset))}::text::bigint[],
    ${bareArray(asks.map(({ limit }) => limit))}::text::int[]`;
}

function inOrder<Columns>(
  asks: readonly LaneAsk[],
  rows: readonly Placed<Columns>[],
  eventsOf: (lane: number, columns: Columns) => readonly LaneEvent[],
): readonly (readonly LaneEvent[])[] {
  return asks.map(({ lane }, at) =>
    rows
      .filter(({ place }) => place === at + 1)
      .flatMap((columns) => eventsOf(lane, columns))
      .sort((a, b) => a.offset - b.offset),
  );
}
