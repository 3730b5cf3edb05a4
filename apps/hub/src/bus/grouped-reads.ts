import type { EventStore, LaneEvent } from '@activity-hub/db/event-store/event-store';
import { type LaneAsk, readLanes } from '@activity-hub/db/event-store/read-lanes';
import type { Sql } from '@activity-hub/db/postgres/client';
import { Grouped } from './grouped.ts';

/** More than a beat brings at the head: who catches up reads alone. */
const heavyLimit = 200;

/** Short stretches of lanes that are asked for at once are read by one statement. */
export function groupedReads(sql: Sql): Pick<EventStore, 'readLane'> {
  const reads = new Grouped<LaneAsk, readonly LaneEvent[]>({
    run: (asks) => readLanes(sql, asks),
    isHeavy: ({ limit }) => limit > heavyLimit,
  });
  return { readLane: (lane, afterOffset, limit) => reads.call({ lane, afterOffset, limit }) };
}
