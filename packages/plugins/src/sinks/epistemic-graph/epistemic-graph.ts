import { z } from 'zod';
import * as fields from '../subsystem/data-fields.ts';
import type { SubsystemDescription } from '../subsystem/subsystem-description.ts';
import { subsystemSink } from '../subsystem/subsystem-sink.ts';

export const epistemicGraphDescription: SubsystemDescription = {
  id: 'epistemic-graph',
  version: '1.0.0',
  title: { en: 'Epistemic graph', ru: 'Эпистемический граф' },
  description: {
    en: 'Tells the epistemic graph what changes the status of an artifact: made, proved, reviewed, accepted, undone.',
    ru: 'Сообщает эпистемическому графу, что меняет статус артефакта: создан, доказан, проверен, принят, отменён.',
  },
  topics: [
    'activity.work.artifact_created',
    'activity.work.artifact_updated',
    'activity.work.evidence_added',
    'activity.work.submitted',
    'activity.work.accepted',
    'activity.work.rejected',
    'activity.work.reverted',
    'activity.social.peer_review_submitted',
    'activity.correction.*',
  ],
  path: '/activity/status-events',
  mapping: {
    ...fields.workMapping,
    ...fields.artifactMapping,
    ...fields.reviewMapping,
    parent_work_id: '/payload/parent_work_id',
    evidence_id: '/payload/evidence_id',
    reverts_work_id: '/payload/reverts_work_id',
    ...fields.correctedMapping,
  },
  data: z.looseObject({
    ...fields.work,
    ...fields.artifact,
    ...fields.review,
    parent_work_id: z.string().max(255).optional(),
    evidence_id: z.string().max(255).optional(),
    reverts_work_id: z.string().max(255).optional(),
    ...fields.corrected,
  }),
  example: {
    event_type: 'activity.work.artifact_created',
    payload: {
      work_id: 'work-17',
      artifact_id: 'artifact-5',
      artifact_type: 'document',
      uri: 'https://works.example/17/report.md',
      digest: 'sha256:9f2c',
    },
  },
};

/** Moves the statuses of artifacts. */
export const epistemicGraph = subsystemSink(epistemicGraphDescription);
