import type { SourceProfile } from './source-profile.ts';

const work = { work_id: 'work-2026-31', project: 'river-survey' };
const reviewer = '10766f05-9152-5a30-986d-cd87c7392517';

/** Case management: projects, their tasks, and the review of what was done. */
export const cases: SourceProfile = {
  source_system: 'cases',
  title: { en: 'Case management', ru: 'Система управления кейсами' },
  formats: ['event', 'cloudevents', 'segment'],
  key: {
    permissions: ['write'],
    event_types: [
      'activity.work.*',
      'activity.social.collaborated',
      'activity.social.peer_review_requested',
      'activity.social.peer_review_submitted',
    ],
    limits: { events_per_second: 200, events_per_day: 2_000_000 },
  },
  examples: {
    'activity.work.started': [{ ...work, kind: 'research', title: 'Survey of the river' }, { work_id: 'work-2026-32' }],
    'activity.work.completed': [{ ...work, files_added: 4, quality: 0.9 }, { work_id: 'work-2026-32' }],
    'activity.work.task_created': [
      { ...work, task_id: 'task-1', title: 'Choose the places' },
      { task_id: 'task-2', kind: 'fix' },
    ],
    'activity.work.task_started': [{ ...work, task_id: 'task-1' }, { task_id: 'task-2' }],
    'activity.work.task_completed': [{ ...work, task_id: 'task-1', quality: 0.8 }, { task_id: 'task-2' }],
    'activity.work.task_failed': [{ ...work, task_id: 'task-3', reason: 'no access' }, { task_id: 'task-4' }],
    'activity.work.submitted': [
      { ...work, artifact_id: 'report-1', artifact_type: 'document', uri: 'https://files.example/report-1' },
      { work_id: 'work-2026-32' },
    ],
    'activity.work.accepted': [
      { ...work, quality: 0.95, reviewer_user_id: reviewer },
      { work_id: 'work-2026-32', reviewer_user_id: reviewer },
    ],
    'activity.work.rejected': [
      { ...work, reason: 'sources are missing', reviewer_user_id: reviewer },
      { work_id: 'work-2026-32' },
    ],
    'activity.social.collaborated': [work, { project: 'river-survey' }],
    'activity.social.peer_review_requested': [{ ...work, author_user_id: reviewer }, { work_id: 'work-2026-32' }],
    'activity.social.peer_review_submitted': [
      { ...work, verdict: 'accepted', score: 4, author_user_id: reviewer },
      { work_id: 'work-2026-32', verdict: 'rejected' },
    ],
  },
  segment: {
    family: 'work',
    events: {
      task_done: 'activity.work.task_completed',
      work_delivered: 'activity.work.submitted',
      review_submitted: 'activity.social.peer_review_submitted',
    },
  },
  silent_after_minutes: 240,
};
