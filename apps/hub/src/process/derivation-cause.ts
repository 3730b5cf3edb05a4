import { dayIn } from '@activity-hub/contracts/calendar';
import type { RecordedEvent } from '@activity-hub/contracts/event';

/** What a derived event inherits from what caused it. */
export interface DerivationCause {
  /** Sets causes of one key apart in the derived id: the causing event, or the deadline's instant. */
  readonly name: string;
  readonly causation_id: string | null;
  readonly timestamp: string;
  readonly day: string;
  readonly time_zone: string;
  readonly user_id: string | null;
  readonly session_id: string | null;
  readonly correlation_id: string | null;
  readonly depth: number;
}

/** How many derived events lie between an event and a producer's. Metadata is trusted only where the hub wrote it. */
export function depthOf(event: Pick<RecordedEvent, 'origin' | 'metadata'>): number {
  if (event.origin !== 'derived') return 0;
  const depth = event.metadata['causation_depth'];
  return typeof depth === 'number' ? depth : 0;
}

export function causeOfEvent(event: RecordedEvent): DerivationCause {
  return {
    name: event.event_id,
    causation_id: event.event_id,
    timestamp: event.timestamp,
    day: event.day,
    time_zone: event.time_zone,
    user_id: event.user_id,
    session_id: event.session_id,
    correlation_id: event.correlation_id,
    depth: depthOf(event),
  };
}

/** The part of a state that its deadlines need. */
export interface LastEvent {
  readonly last_event_id: string | null;
  readonly user_id: string | null;
  readonly time_zone: string;
  readonly correlation_id: string | null;
  readonly causation_depth: number;
}

/**
 * A deadline is caused by the last event of its state. Everything here is stored with the state, so it
 * derives the same event whether the clock fires it or a later event does. A session has no part in it:
 * it is long over when time alone has passed.
 */
export function causeOfDeadline(state: LastEvent, at: string): DerivationCause {
  return {
    name: at,
    causation_id: state.last_event_id,
    timestamp: at,
    day: dayIn(state.time_zone, Date.parse(at)),
    time_zone: state.time_zone,
    user_id: state.user_id,
    session_id: null,
    correlation_id: state.correlation_id,
    depth: state.causation_depth,
  };
}
