import { randomUUID } from 'node:crypto';
import type { EventToAppend } from '../../event-store/event-store.ts';

export interface SampleFields extends Partial<Omit<EventToAppend, 'payload' | 'metadata' | 'canonical'>> {
  readonly payload?: Readonly<Record<string, unknown>>;
  readonly metadata?: Readonly<Record<string, unknown>>;
}

/** An event ready for the log, with whatever a spec wants to say about it. */
export function sampleEvent({ payload = {}, metadata = {}, ...fields }: SampleFields = {}): EventToAppend {
  const timestamp = fields.timestamp ?? '2026-03-10T12:00:00.000Z';
  const event = {
    event_id: randomUUID(),
    event_type: 'activity.learning.lesson_completed',
    event_version: '1.0.0',
    source_system: 'lms',
    user_id: null,
    session_id: null,
    causation_id: null,
    correlation_id: null,
    origin: 'producer' as const,
    time_zone: 'UTC',
    day: timestamp.slice(0, 10),
    received_at: timestamp,
    sent_at: null,
    context: '{}',
    ...fields,
    timestamp,
    payload: JSON.stringify(payload),
    metadata: JSON.stringify(metadata),
  };
  return { ...event, canonical: JSON.stringify([event.event_id, event.event_type, event.payload]) };
}
