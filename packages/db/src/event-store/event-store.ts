import type { Origin, RecordedEvent } from '@activity-hub/contracts/event';
import type { Position } from '@activity-hub/contracts/position';

/**
 * An event ready for the log: validated, normalised, enriched. `payload`, `metadata` and `context` are JSON
 * text so that the append serialises nothing twice. `canonical` is the RFC 8785 form of the producer's
 * fields before enrichment: the digest is made of it, so the same event has the same digest over
 * every surface.
 */
export interface EventToAppend {
  readonly event_id: string;
  readonly event_type: string;
  readonly event_version: string;
  readonly timestamp: string;
  readonly source_system: string;
  readonly user_id: string | null;
  readonly session_id: string | null;
  readonly causation_id: string | null;
  readonly correlation_id: string | null;
  readonly payload: string;
  readonly metadata: string;
  readonly origin: Origin;
  readonly time_zone: string;
  readonly day: string;
  readonly received_at: string;
  /** When the producer says it sent the event. */
  readonly sent_at: string | null;
  /** What the hub adds, as JSON text. Outside the digest. */
  readonly context: string;
  readonly canonical: string;
  /** See `LaneKeys`. */
  readonly lane_key?: string;
}

export type AppendOutcome =
  /** Durable. For a duplicate these are the values of the first append. */
  | {
      readonly status: 'accepted' | 'duplicate';
      readonly position: Position;
      readonly recorded_at: string;
      readonly digest: string;
    }
  /** The id is taken by other content. The digests are named only to the source that owns the id. */
  | { readonly status: 'conflict'; readonly kept_digest?: string; readonly sent_digest?: string }
  /** The id was taken by an event whose content has been erased. */
  | { readonly status: 'erased' }
  /** The database cannot hold a value of this event (SQLSTATE class 22 or 23); the others of the batch were appended. */
  | { readonly status: 'refused'; readonly code: 'unstorable_event'; readonly detail: string };

/** A recorded event with its place, as readers of a lane get it. */
export interface LaneEvent {
  readonly offset: number;
  readonly event: RecordedEvent;
}

/**
 * The append-only log, the only source of truth. Guarantees of every implementation (one conformance
 * suite proves them):
 * - what `append` answered as accepted is durable, and is there exactly once under its id;
 * - offsets of a lane begin at 1 and are contiguous, whatever failed or rolled back;
 * - offsets become visible in order: a reader after offset n never later finds an event at or before n;
 * - `recorded_at` never runs backwards along a lane;
 * - no event is ever changed or removed by this port.
 */
export interface EventStore {
  /** One outcome per event, in the order given. The same id twice in one call is a repeat of the first. */
  append(events: readonly EventToAppend[]): Promise<readonly AppendOutcome[]>;
  /** The events of a lane after an offset, in order. */
  readLane(lane: number, afterOffset: number, limit: number): Promise<readonly LaneEvent[]>;
  /** The events of one user in the order of the log, after a position in it (exclusive), oldest first. */
  readUser(userId: string, afterOffset: number, limit: number): Promise<readonly LaneEvent[]>;
  get(eventId: string): Promise<RecordedEvent | undefined>;
  /** The last offset of every lane, read in one statement; index = lane. */
  laneHeads(): Promise<readonly number[]>;
  /** Made with the log, changed by a restore: a cursor of another epoch is refused instead of misread. */
  epoch(): Promise<string>;
}
