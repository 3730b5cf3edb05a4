import { z } from 'zod';
import { describeTypes } from './event-type.ts';
import { count, foreignId, optionalId, score, shortText, userId } from './payload-fields.ts';

const work = {
  work_id: optionalId,
  project: shortText,
  kind: shortText,
  title: shortText,
  parent_work_id: optionalId,
};
const task = { ...work, task_id: foreignId };
const change = {
  ...work,
  files_added: count,
  files_modified: count,
  files_deleted: count,
  co_authors: count,
};
const artifact = {
  ...change,
  artifact_id: optionalId,
  artifact_type: shortText,
  uri: shortText,
  digest: shortText,
};
const metrics = z.record(z.string().max(64), z.number()).nullish().describe('What was measured of the work, by name.');

export const workTypes = describeTypes('producer', {
  'work.started': ['Work started', 'Работа начата', work],
  'work.completed': ['Work completed', 'Работа выполнена', { ...change, quality: score, metrics }],
  'work.task_created': ['Task created', 'Задача создана', task],
  'work.task_started': ['Task started', 'Задача начата', task],
  'work.task_completed': ['Task completed', 'Задача выполнена', { ...task, quality: score }],
  'work.task_failed': ['Task failed', 'Задача провалена', { ...task, reason: shortText }],
  'work.artifact_created': ['Artifact created', 'Артефакт создан', artifact],
  'work.artifact_updated': ['Artifact updated', 'Артефакт изменён', artifact],
  'work.evidence_added': [
    'Evidence added',
    'Доказательство добавлено',
    {
      ...work,
      evidence_id: foreignId,
      evidence_type: shortText,
      artifact_id: optionalId.describe('The artifact it proves.'),
      uri: shortText,
      digest: shortText,
      metrics,
    },
  ],
  'work.submitted': ['Work submitted', 'Работа отправлена на проверку', artifact],
  'work.accepted': ['Work accepted', 'Работа принята', { ...work, quality: score, reviewer_user_id: userId }],
  'work.rejected': ['Work rejected', 'Работа отклонена', { ...work, reason: shortText, reviewer_user_id: userId }],
  'work.reverted': [
    'Work reverted',
    'Работа отменена',
    { ...change, reverts_work_id: optionalId, reverts_user_id: userId },
  ],
});
