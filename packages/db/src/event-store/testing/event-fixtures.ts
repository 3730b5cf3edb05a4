import { randomUUID } from 'node:crypto';
import type { EventToAppend } from '../event-store.ts';

/** An event that is ready for the log; its canonical form follows from what is given. */
export function eventFixture(given: Partial<EventToAppend> = {}): EventToAppend {
  const content = {
    event_id: randomUUID() as string,
    event_type: 'activity.learning.lesson_completed',
    event_version: '1.0.0',
    timestamp: '2026-11-20T10:00:00.000Z',
    source_system: 'lms',
    user_id: randomUUID() as string | null,
    session_id: null,
    causation_id: null,
    correlation_id: null,
    payload: '{"lesson_id": "l1"}',
    metadata: '{}',
    ...given,
  };
  return {
    origin: 'producer',
    time_zone: 'UTC',
    day: content.timestamp.slice(0, 10),
    received_at: '2026-11-20T10:00:01.000Z',
    sent_at: null,
    context: '{}',
    canonical: JSON.stringify(content),
    ...content,
  };
}
