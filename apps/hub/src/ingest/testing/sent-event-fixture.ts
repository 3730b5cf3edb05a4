import { randomUUID } from 'node:crypto';

/** An event as a producer would send it; `given` replaces fields, undefined removes them. */
export function sentEventFixture(given: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return {
    event_id: randomUUID(),
    event_type: 'activity.learning.lesson_completed',
    event_version: '1.0.0',
    timestamp: '2026-06-01T10:00:00.000Z',
    source_system: 'lms',
    user_id: '13b4060b-d8a4-5208-9474-495da324f82e',
    session_id: null,
    payload: { course_id: 'c1', lesson_id: 'l1', score: 87.5 },
    metadata: { locale: 'ru-RU' },
    ...given,
  };
}
