import { z } from 'zod';
import * as fields from '../subsystem/data-fields.ts';
import type { SubsystemDescription } from '../subsystem/subsystem-description.ts';
import { subsystemSink } from '../subsystem/subsystem-sink.ts';

export const proofOfImpactDescription: SubsystemDescription = {
  id: 'proof-of-impact',
  version: '1.0.0',
  title: { en: 'Proof of Impact', ru: 'Proof-of-Impact' },
  description: {
    en: 'Traces works to their evidence and metrics for Proof of Impact.',
    ru: 'Связывает работы с доказательствами и метриками для Proof-of-Impact.',
  },
  topics: [
    'activity.work.completed',
    'activity.work.artifact_created',
    'activity.work.artifact_updated',
    'activity.work.evidence_added',
    'activity.work.submitted',
    'activity.work.accepted',
    'activity.work.rejected',
    'activity.work.reverted',
    'activity.social.peer_review_submitted',
    'activity.trace.*',
    'activity.correction.*',
  ],
  path: '/activity/evidence',
  mapping: {
    ...fields.workMapping,
    ...fields.artifactMapping,
    ...fields.reviewMapping,
    evidence_id: '/payload/evidence_id',
    evidence_type: '/payload/evidence_type',
    metrics: '/payload/metrics',
    reverts_work_id: '/payload/reverts_work_id',
    trace_version: '/payload/version',
    trace_status: '/payload/status',
    ...fields.correctedMapping,
  },
  data: z.looseObject({
    ...fields.work,
    ...fields.artifact,
    ...fields.review,
    evidence_id: z.string().max(255).optional(),
    evidence_type: z.string().max(1_024).optional(),
    metrics: z
      .union([z.record(z.string(), z.number()), z.int()])
      .optional()
      .describe('What was measured, by name; of a trace how many.'),
    reverts_work_id: z.string().max(255).optional().describe('The work whose effect is undone.'),
    trace_version: z.int().min(1).optional(),
    trace_status: z.string().optional(),
    ...fields.corrected,
  }),
  example: {
    event_type: 'activity.work.evidence_added',
    payload: {
      work_id: 'work-17',
      evidence_id: 'evidence-3',
      evidence_type: 'measurement',
      uri: 'https://evidence.example/3',
      metrics: { lessons_reused: 12 },
    },
  },
};

/** Carries what proves the effect of a work. */
export const proofOfImpact = subsystemSink(proofOfImpactDescription);
