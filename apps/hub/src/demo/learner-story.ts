import type { ActivityEvent, JsonObject } from '@activity-hub/contracts/event';
import { demoEvent, localInstant } from './demo-event.ts';
import { type DemoPerson, learners } from './demo-person.ts';
import { between, demoRandom, oneOf } from './demo-random.ts';

interface LearnerHabit {
  readonly person: DemoPerson;
  readonly course: string;
  /** Local hour at which a session begins, at the earliest. */
  readonly hour: number;
  /** `ago`: days before the day of the run; 1 is yesterday. */
  readonly learnsOn: (day: string, ago: number) => boolean;
}

const weekday = (day: string): number => new Date(`${day}T00:00:00Z`).getUTCDay();

const habits: readonly LearnerHabit[] = [
  { person: learners.elena, course: 'systems-thinking', hour: 18, learnsOn: (_day, ago) => ago >= 1 },
  { person: learners.dmitri, course: 'systems-thinking', hour: 20, learnsOn: (_day, ago) => ago >= 5 && ago <= 18 },
  { person: learners.vera, course: 'product-research', hour: 7, learnsOn: (_day, ago) => ago % 7 !== 3 },
  { person: learners.carlos, course: 'product-research', hour: 20, learnsOn: (_day, ago) => ago % 9 !== 5 },
  { person: learners.amina, course: 'community-building', hour: 13, learnsOn: (day) => weekday(day) % 6 !== 0 },
];

/** What the learners do on one calendar day (each in their own zone). */
export function learnerDay(day: string, ago: number): ActivityEvent[] {
  return habits.filter((habit) => habit.learnsOn(day, ago)).flatMap((habit) => studySession(habit, day));
}

function studySession({ person, course, hour }: LearnerHabit, day: string): ActivityEvent[] {
  const random = demoRandom(`${person.name}|${day}|study`);
  const events: ActivityEvent[] = [];
  let at = localInstant(person, day, hour, between(random, 0, 40), between(random, 0, 59));
  const then = (type: string, source: string, payload: JsonObject, minutes: number): void => {
    events.push(demoEvent({ person, at, type, source, payload }));
    at += (minutes * 60 + between(random, 0, 50)) * 1_000;
  };
  const lesson = `${course}-${between(random, 1, 24)}`;
  then('system.user_logged_in', 'ory', { method: 'password' }, 1);
  then('learning.lesson_started', 'lms', { course_id: course, lesson_id: lesson }, 2);
  for (let page = between(random, 2, 6); page > 0; page--) {
    then(
      'learning.content_viewed',
      'lms',
      { course_id: course, resource_id: `${lesson}-p${page}`, resource_type: 'page' },
      4,
    );
  }
  if (random() < 0.8) {
    const seconds = between(random, 900, 2_700);
    then('learning.lesson_completed', 'lms', { course_id: course, lesson_id: lesson, duration_seconds: seconds }, 2);
  }
  if (random() < 0.4)
    then(
      'learning.quiz_attempted',
      'lms',
      { course_id: course, assessment_id: `${lesson}-quiz`, score: between(random, 40, 100) },
      6,
    );
  if (random() < 0.18) {
    const score = between(random, 45, 100);
    const passed = score >= 60;
    then(
      passed ? 'learning.test_passed' : 'learning.test_failed',
      'lms',
      { course_id: course, test_id: lesson, score, max_score: 100 },
      3,
    );
  }
  if (random() < 0.5) then('social.forum_visited', 'club', { course_id: course, resource_type: 'forum' }, 3);
  if (random() < 0.3)
    then(
      'social.commented',
      'club',
      { post_id: `${course}-q${between(random, 1, 60)}`, length: between(random, 20, 600) },
      4,
    );
  if (random() < 0.1)
    then(
      'social.posted',
      'club',
      {
        post_id: `${person.name}-${day}`,
        kind: oneOf(random, ['question', 'note', 'showcase']),
        length: between(random, 80, 1_500),
      },
      2,
    );
  return events;
}
