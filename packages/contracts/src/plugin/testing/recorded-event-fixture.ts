import { createHash } from 'node:crypto';
import { dayIn } from '../../calendar.ts';
import type { RecordedEvent } from '../../event.ts';

export const FIXTURE_USER_ID = '6f1d2c9a-0b7e-5d34-9a51-3c2f8e4b7a10';

/**
 * A recorded event for plugin tests; name only what the test is about. The day follows from timestamp
 * and zone as the hub would compute it. Pure: the id is made of the content, so that two runs of a
 * test see the same history, and two events that differ in anything have different ids.
 */
export function recordedEventFixture(given: Partial<RecordedEvent> = {}): RecordedEvent {
  const timestamp = given.timestamp ?? '2026-05-04T10:00:00.000Z';
  const timeZone = given.time_zone ?? 'UTC';
  return {
    event_id: idOf(given),
    event_type: 'activity.learning.lesson_completed',
    event_version: '1.0.0',
    timestamp,
    source_system: 'lms',
    user_id: FIXTURE_USER_ID,
    session_id: null,
    causation_id: null,
    correlation_id: null,
    payload: {},
    metadata: {},
    origin: 'producer',
    time_zone: timeZone,
    day: dayIn(timeZone, Date.parse(timestamp)),
    context: {},
    sent_at: null,
    received_at: timestamp,
    recorded_at: timestamp,
    position: 'cDEuMC4x',
    ...given,
  };
}

function idOf(content: Partial<RecordedEvent>): string {
  const hex = createHash('sha256').update(JSON.stringify(content)).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
