import { z } from 'zod';
import * as fields from '../subsystem/data-fields.ts';
import type { SubsystemDescription } from '../subsystem/subsystem-description.ts';
import { subsystemSink } from '../subsystem/subsystem-sink.ts';

export const guideDescription: SubsystemDescription = {
  id: 'guide',
  version: '1.0.0',
  title: { en: 'Guide', ru: 'Проводник' },
  description: {
    en: 'Tells the guide how a person gets on, and what calls for an intervention.',
    ru: 'Сообщает проводнику, как продвигается участник и где нужно вмешательство.',
  },
  topics: [
    'activity.learning.**',
    'activity.work.task_completed',
    'activity.work.task_failed',
    'activity.work.completed',
    'activity.streak.*',
    'activity.milestone.*',
    'activity.anomaly.*',
    'activity.inactivity.*',
    'activity.overactivity.*',
    'activity.correction.*',
  ],
  path: '/activity/progress-events',
  mapping: {
    ...fields.courseMapping,
    ...fields.outcomeMapping,
    course_day: '/payload/course_day',
    program_id: '/payload/program_id',
    task_id: '/payload/task_id',
    reason: '/payload/reason',
    ...fields.workMapping,
    ...fields.streakMapping,
    ...fields.milestoneMapping,
    ...fields.anomalyMapping,
    ...fields.correctedMapping,
  },
  data: z.looseObject({
    ...fields.course,
    ...fields.outcome,
    course_day: z.int().optional(),
    program_id: z.string().max(255).optional(),
    task_id: z.string().max(255).optional(),
    reason: z.string().max(1_024).optional(),
    ...fields.work,
    ...fields.streak,
    ...fields.milestone,
    ...fields.anomaly,
    ...fields.corrected,
  }),
  example: {
    event_type: 'activity.learning.test_failed',
    payload: { course_id: 'algebra', test_id: 'test-2', score: 31, max_score: 100, attempt: 2 },
  },
};

/** Lets the guide follow a person's progress. */
export const guide = subsystemSink(guideDescription);
