import { createHash } from 'node:crypto';
import type { ActivityEvent } from '@activity-hub/contracts/event';

const types = [
  'activity.learning.lesson_completed',
  'activity.learning.test_passed',
  'activity.social.commented',
  'activity.work.artifact_created',
  'activity.economic.earned',
] as const;

function idOf(name: string): string {
  const hex = createHash('sha256').update(name).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

function payloadOf(type: (typeof types)[number], n: number): ActivityEvent['payload'] {
  switch (type) {
    case 'activity.learning.lesson_completed':
      return { course_id: `course-${n % 200}`, lesson_id: `lesson-${n % 9000}`, duration_s: 60 + (n % 3000) };
    case 'activity.learning.test_passed':
      return { course_id: `course-${n % 200}`, assessment_id: `asm-${n % 900}`, score: n % 101, weight: 10.5 };
    case 'activity.social.commented':
      return { post_id: `post-${n % 5000}`, length: 20 + (n % 700) };
    case 'activity.work.artifact_created':
      return { work_id: `work-${n % 10_000}`, project: 'hub', kind: 'fix', files_added: n % 3, files_modified: n % 7 };
    case 'activity.economic.earned':
      return { unit: 'token', amount: 1 + (n % 20), reason: 'review', post_id: `post-${n % 5000}` };
  }
}

/**
 * The n-th event of a deterministic ecosystem of 5,000 users, about 480 bytes each as JSON: the size
 * of the mission's base schema with a small payload. `run` keeps the ids of two runs apart.
 */
export function benchEvent(run: string, n: number, nowMs: number): ActivityEvent {
  const type = types[n % types.length] ?? types[0];
  const user = idOf(`user ${(n * 7919) % 5000}`);
  return {
    event_id: idOf(`${run} ${n}`),
    event_type: type,
    event_version: '1.0.0',
    timestamp: new Date(nowMs - (n % 3_600_000)).toISOString(),
    source_system: 'lms',
    user_id: user,
    session_id: idOf(`session ${n % 20_000}`),
    payload: payloadOf(type, n),
    metadata: { ip_address: '10.1.2.3', user_agent: 'Mozilla/5.0 (X11; Linux x86_64)', locale: 'ru-RU' },
  };
}
