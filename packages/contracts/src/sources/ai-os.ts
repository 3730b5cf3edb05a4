import type { SourceProfile } from './source-profile.ts';

const work = { work_id: 'run-7f3a', project: 'assistant' };

/** The operating system of the AI platform: work that people do with agents, what comes out of it, its trouble. */
export const aiOs: SourceProfile = {
  source_system: 'ai-os',
  title: { en: 'AI operating system', ru: 'Операционная система ИИ-платформы' },
  formats: ['event', 'cloudevents'],
  key: {
    permissions: ['write'],
    event_types: ['activity.work.*', 'activity.system.error_occurred', 'activity.system.alert_triggered'],
    limits: { events_per_second: 1_000, events_per_day: 10_000_000 },
  },
  examples: {
    'activity.work.started': [
      { ...work, kind: 'analysis', title: 'Compare two reports' },
      { work_id: 'run-7f3b', parent_work_id: 'run-7f3a' },
    ],
    'activity.work.completed': [
      { ...work, files_added: 1, quality: 0.7, metrics: { rows: 1200 } },
      { work_id: 'run-7f3b', files_modified: 2 },
    ],
    'activity.work.task_started': [{ ...work, task_id: 'step-1' }, { task_id: 'step-2' }],
    'activity.work.task_completed': [{ ...work, task_id: 'step-1', quality: 1 }, { task_id: 'step-2' }],
    'activity.work.task_failed': [{ ...work, task_id: 'step-3', reason: 'timeout' }, { task_id: 'step-4' }],
    'activity.work.artifact_created': [
      {
        ...work,
        artifact_id: 'table-1',
        artifact_type: 'dataset',
        uri: 'https://files.example/table-1',
        files_added: 1,
      },
      { work_id: 'run-7f3b', kind: 'fix', files_modified: 2, co_authors: 1 },
    ],
    'activity.work.artifact_updated': [
      { ...work, artifact_id: 'table-1', files_modified: 1 },
      { artifact_id: 'text-4', artifact_type: 'document' },
    ],
    'activity.work.evidence_added': [
      {
        ...work,
        evidence_id: 'evidence-1',
        evidence_type: 'log',
        artifact_id: 'table-1',
        uri: 'https://files.example/log-1',
        digest: 'sha256:5d41402abc4b2a76b9719d911017c592',
      },
      { evidence_id: 'evidence-2', work_id: 'run-7f3b' },
    ],
    'activity.work.reverted': [
      { ...work, reverts_work_id: 'run-7f39', files_deleted: 1 },
      { work_id: 'run-7f3b', reverts_work_id: 'run-7f3a' },
    ],
    'activity.system.error_occurred': [
      {
        error_code: 'model_timeout',
        message: 'The model did not answer within 60 s.',
        component: 'planner',
        severity: 'error',
      },
      { error_code: 'tool_refused' },
    ],
    'activity.system.alert_triggered': [
      { alert: 'queue_length', value: 812, component: 'scheduler', severity: 'warning' },
      { alert: 'cost_limit', value: 0.9 },
    ],
  },
  segment: {
    family: 'work',
    events: { run_started: 'activity.work.started', run_finished: 'activity.work.completed' },
  },
  silent_after_minutes: 60,
};
