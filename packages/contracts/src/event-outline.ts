import type { RecordedEvent } from './event.ts';

/** What an event is, without what it says. */
export type EventOutline = Pick<
  RecordedEvent,
  'event_id' | 'event_type' | 'timestamp' | 'user_id' | 'session_id' | 'origin' | 'time_zone' | 'day'
>;

/** With what decides whether a plugin is handed it. */
export interface OutlinedEvent extends EventOutline {
  /** Who derived it; null of events that were not derived. */
  readonly processor: string | null;
}

export function outlineOf(event: RecordedEvent): OutlinedEvent {
  const { event_id, event_type, timestamp, user_id, session_id, origin, time_zone, day } = event;
  const named = origin === 'derived' ? event.metadata['processor'] : undefined;
  const processor = typeof named === 'string' ? named : null;
  return { event_id, event_type, timestamp, user_id, session_id, origin, time_zone, day, processor };
}

/** As if it said nothing else. */
export function eventOfOutline({ processor, ...outline }: OutlinedEvent): RecordedEvent {
  return { ...saysNothing, ...outline, metadata: processor === null ? {} : { processor } };
}

const saysNothing = {
  event_version: '',
  source_system: '',
  causation_id: null,
  correlation_id: null,
  payload: {},
  context: {},
  sent_at: null,
  received_at: '',
  recorded_at: '',
  position: '',
};
