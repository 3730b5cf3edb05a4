import type { Origin, RecordedEvent } from '@activity-hub/contracts/event';
import { encodePosition } from '@activity-hub/contracts/position';
import type { Sql } from '../postgres/client.ts';
import { instantOfJson } from './instant-of-json.ts';

/** The columns of an event as one JSON array, in the order of `recordedEventJson`. */
export type RecordedEventJson = readonly [
  lane: number,
  offset: number,
  recorded_at: string,
  occurred_at: string,
  received_at: string,
  sent_at: string | null,
  event_id: string,
  event_type: string,
  event_version: string,
  source_system: string,
  user_id: string | null,
  session_id: string | null,
  causation_id: string | null,
  correlation_id: string | null,
  origin: Origin,
  time_zone: string,
  day: string,
  payload: RecordedEvent['payload'],
  metadata: RecordedEvent['metadata'],
  context: RecordedEvent['context'],
];

/**
 * An event of a table or alias named `event` in one column. For readers of some: twenty columns a row cost the
 * client twice what one JSON text costs, and the server, which has a core of its own, hardly more. Stretches of a lane
 * come by `read_lanes`, which costs less still.
 */
export function recordedEventJson(sql: Sql) {
  return sql`json_build_array(event.lane, event."offset", event.recorded_at, event.occurred_at, event.received_at,
    event.sent_at, event.event_id, event.event_type, event.event_version, event.source_system, event.user_id,
    event.session_id, event.causation_id, event.correlation_id, event.origin, event.time_zone, event.day,
    event.payload, event.metadata, event.context)`;
}

export function recordedEventOfJson(row: RecordedEventJson): RecordedEvent {
  return {
    event_id: row[6],
    event_type: row[7],
    event_version: row[8],
    timestamp: instantOfJson(row[3]),
    source_system: row[9],
    user_id: row[10],
    session_id: row[11],
    causation_id: row[12],
    correlation_id: row[13],
    payload: row[17],
    metadata: row[18],
    origin: row[14],
    time_zone: row[15],
    day: row[16],
    context: row[19],
    sent_at: row[5] === null ? null : instantOfJson(row[5]),
    received_at: instantOfJson(row[4]),
    recorded_at: instantOfJson(row[2]),
    position: encodePosition({ lane: row[0], offset: row[1] }),
  };
}
