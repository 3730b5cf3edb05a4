import type { Sql } from '../postgres/client.ts';
import type { LaneEvent } from './event-store.ts';
import { readLanes } from './read-lanes.ts';

/** A stretch of one lane. */
export async function readLane(
  sql: Sql,
  lane: number,
  afterOffset: number,
  limit: number,
): Promise<readonly LaneEvent[]> {
  const [events = []] = await readLanes(sql, [{ lane, afterOffset, limit }]);
  return events;
}
