import type { Origin, RecordedEvent } from '@activity-hub/contracts/event';
import { encodePosition } from '@activity-hub/contracts/position';
import type { Sql } from '../postgres/client.ts';

/** A row of `event` as the client parses it. */
export interface RecordedEventRow {
  readonly lane: number;
  readonly offset: number;
  readonly recorded_at: string;
  readonly occurred_at: string;
  readonly received_at: string;
  readonly sent_at: string | null;
  readonly event_id: string;
  readonly event_type: string;
  readonly event_version: string;
  readonly source_system: string;
  readonly user_id: string | null;
  readonly session_id: string | null;
  readonly causation_id: string | null;
  readonly correlation_id: string | null;
  readonly origin: Origin;
  readonly time_zone: string;
  readonly day: string;
  readonly payload: RecordedEvent['payload'];
  readonly metadata: RecordedEvent['metadata'];
  readonly context: RecordedEvent['context'];
}

/** The columns a `RecordedEventRow` needs, of a table or alias named `event`. */
export function recordedEventColumns(sql: Sql) {
  return sql`event.lane, event."offset", event.recorded_at, event.occurred_at, event.received_at, event.event_id,
    event.event_type, event.event_version, event.source_system, event.user_id, event.session_id,
    event.causation_id, event.correlation_id, event.origin, event.time_zone, event.day, event.payload,
    event.metadata, event.sent_at, event.context`;
}

export function recordedEventOf(row: RecordedEventRow): RecordedEvent {
  return {
    event_id: row.event_id,
    event_type: row.event_type,
    event_version: row.event_version,
    timestamp: row.occurred_at,
    source_system: row.source_system,
    user_id: row.user_id,
    session_id: row.session_id,
    causation_id: row.causation_id,
    correlation_id: row.correlation_id,
    payload: row.payload,
    metadata: row.metadata,
    origin: row.origin,
    time_zone: row.time_zone,
    day: row.day,
    context: row.context,
    sent_at: row.sent_at,
    received_at: row.received_at,
    recorded_at: row.recorded_at,
    position: encodePosition(row),
  };
}
