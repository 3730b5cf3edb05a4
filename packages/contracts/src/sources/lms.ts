import type { SourceProfile } from './source-profile.ts';

const course = { course_id: 'algebra-2026', course_day: 12 };
const test = { ...course, assessment_id: 'asm-17', assessment_type: 'TMA', weight: 30 };

/** The learning platform: courses, lessons, tests. Also over xAPI, which learning systems speak already. */
export const lms: SourceProfile = {
  source_system: 'lms',
  title: { en: 'Learning platform', ru: 'Платформа обучения' },
  formats: ['event', 'xapi', 'segment', 'cloudevents'],
  key: {
    permissions: ['write'],
    event_types: ['activity.learning.*', 'activity.social.forum_visited'],
    limits: { events_per_second: 500, events_per_day: 5_000_000 },
  },
  examples: {
    'activity.learning.started': [{ course_id: 'algebra-2026', program_id: 'mathematics' }, { program_id: 'logic' }],
    'activity.learning.completed': [
      { course_id: 'algebra-2026', course_day: 269, result: 'Distinction', score: 91 },
      { program_id: 'logic', result: 'Pass' },
    ],
    'activity.learning.course_registered': [{ ...course, course_day: -10 }, { course_id: 'logic-2026' }],
    'activity.learning.course_started': [{ ...course, course_day: 0 }, { course_id: 'logic-2026' }],
    'activity.learning.course_completed': [
      { ...course, result: 'Pass', score: 78.5 },
      { course_id: 'logic-2026', result: 'Distinction' },
    ],
    'activity.learning.course_failed': [{ ...course, result: 'Fail', score: 31 }, { course_id: 'logic-2026' }],
    'activity.learning.course_withdrawn': [{ ...course, reason: 'no time' }, { course_id: 'logic-2026' }],
    'activity.learning.lesson_started': [{ ...course, lesson_id: 'lesson-3' }, { lesson_id: 'intro' }],
    'activity.learning.lesson_completed': [
      { ...course, lesson_id: 'lesson-3', duration_seconds: 1_260, score: 87.5 },
      { lesson_id: 'intro' },
    ],
    'activity.learning.content_viewed': [
      { ...course, resource_id: 'page-4', resource_type: 'page', clicks: 4 },
      { resource_id: 'video-9', resource_type: 'video', duration_seconds: 312 },
    ],
    'activity.learning.quiz_attempted': [
      { ...course, resource_id: 'quiz-2', resource_type: 'quiz', attempt: 1, score: 6, max_score: 10 },
      { test_id: 'quiz-3', clicks: 12 },
    ],
    'activity.learning.assessment_submitted': [
      { ...test, days_late: 0 },
      { ...test, attempt: 2, days_late: 3 },
    ],
    'activity.learning.test_started': [test, { test_id: 'entry-test', attempt: 1 }],
    'activity.learning.test_passed': [
      { ...test, score: 90, max_score: 100, attempt: 1 },
      { test_id: 'entry-test', score: 12, max_score: 15 },
    ],
    'activity.learning.test_failed': [
      { ...test, score: 35, max_score: 100, attempt: 1, days_late: 2 },
      { test_id: 'entry-test', score: 4, max_score: 15 },
    ],
    'activity.learning.certificate_issued': [
      { ...course, certificate_id: 'cert-2026-118' },
      { certificate_id: 'cert-2026-119', course_id: 'logic-2026' },
    ],
    'activity.social.forum_visited': [
      { ...course, resource_id: 'forum-1', resource_type: 'forum', clicks: 2 },
      { resource_id: 'forum-2' },
    ],
  },
  segment: {
    family: 'learning',
    events: {
      course_enrolled: 'activity.learning.course_registered',
      lesson_finished: 'activity.learning.lesson_completed',
      video_watched: 'activity.learning.content_viewed',
      quiz_submitted: 'activity.learning.quiz_attempted',
      certificate_earned: 'activity.learning.certificate_issued',
    },
  },
  silent_after_minutes: 60,
};
