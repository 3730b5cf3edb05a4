import type { RecordedEvent } from '../event.ts';

/** The order in which folds want their events: (timestamp, event_id), as instants and not as texts. */
export function inEventOrder(events: Iterable<RecordedEvent>): RecordedEvent[] {
  return [...events]
    .map((event) => ({ event, at: Date.parse(event.timestamp) }))
    .sort((a, b) => a.at - b.at || (a.event.event_id < b.event.event_id ? -1 : 1))
    .map(({ event }) => event);
}
