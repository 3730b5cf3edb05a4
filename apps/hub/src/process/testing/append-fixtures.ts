import { randomUUID } from 'node:crypto';
import { dayIn } from '@activity-hub/contracts/calendar';
import { canonicalFormOf, canonicalJson } from '@activity-hub/contracts/canonical-form';
import type { RecordedEvent } from '@activity-hub/contracts/event';
import type { EventStore, EventToAppend } from '@activity-hub/db/event-store/event-store';

/** What a producer could have sent; the hub's fields follow. */
export function eventToAppend(
  given: Partial<Omit<RecordedEvent, 'payload' | 'metadata'>> &
    Partial<Pick<RecordedEvent, 'payload' | 'metadata'>> = {},
): EventToAppend {
  const timestamp = given.timestamp ?? new Date().toISOString();
  const timeZone = given.time_zone ?? 'UTC';
  const fields = {
    event_id: given.event_id ?? randomUUID(),
    event_type: given.event_type ?? 'activity.learning.lesson_completed',
    event_version: '1.0.0',
    timestamp,
    source_system: 'lms',
    user_id: given.user_id ?? null,
    session_id: given.session_id ?? null,
    causation_id: null,
    correlation_id: given.correlation_id ?? null,
  };
  const payload = canonicalJson(given.payload ?? {});
  const metadata = canonicalJson(given.metadata ?? {});
  return {
    ...fields,
    payload,
    metadata,
    origin: 'producer',
    time_zone: timeZone,
    day: dayIn(timeZone, Date.parse(timestamp)),
    received_at: new Date().toISOString(),
    sent_at: null,
    context: '{}',
    canonical: canonicalFormOf({ ...fields, payloadJson: payload, metadataJson: metadata }),
  };
}

/** Appends and fails unless every event was accepted. */
export async function appendAll(store: EventStore, events: readonly EventToAppend[]): Promise<void> {
  for (let at = 0; at < events.length; at += 500) {
    for (const outcome of await store.append(events.slice(at, at + 500))) {
      if (outcome.status !== 'accepted') throw new Error(`An event was not accepted: ${JSON.stringify(outcome)}`);
    }
  }
}
