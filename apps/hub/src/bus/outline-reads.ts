import { topicMatches } from '@activity-hub/contracts/topic';
import type { EventStore, LaneEvent } from '@activity-hub/db/event-store/event-store';
import { readLaneOutlines } from '@activity-hub/db/event-store/read-lanes';
import type { Sql } from '@activity-hub/db/postgres/client';

/**
 * Reads outlines of events, with the payloads of those that some topics cover. The statement is told types, because to match
 * patterns would cost as much as a payload: a type that is met for the first time is learned, and its stretch read once more.
 */
export function outlineReads(sql: Sql, topics: readonly string[]): Pick<EventStore, 'readLane'> {
  const isCovered = (type: string): boolean => topics.some((pattern) => topicMatches(pattern, type));
  let types: ReadonlySet<string> = new Set();
  return {
    async readLane(lane, afterOffset, limit): Promise<readonly LaneEvent[]> {
      for (;;) {
        const told = types;
        const [events = []] = await readLaneOutlines(sql, [{ lane, afterOffset, limit }], [...told]);
        const met = new Set(events.map(({ event }) => event.event_type));
        const learned = [...met].filter((type) => !told.has(type) && isCovered(type));
        if (learned.length === 0) return events;
        types = new Set([...types, ...learned]);
      }
    },
  };
}
