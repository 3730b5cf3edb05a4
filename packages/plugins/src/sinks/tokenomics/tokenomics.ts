import { z } from 'zod';
import * as fields from '../subsystem/data-fields.ts';
import type { SubsystemDescription } from '../subsystem/subsystem-description.ts';
import { subsystemSink } from '../subsystem/subsystem-sink.ts';

/**
 * What tokens can be given for, and what takes such a reason back. Token events are left out: the
 * subsystem publishes them itself, and would hear its own echo.
 */
export const tokenomicsDescription: SubsystemDescription = {
  id: 'tokenomics',
  version: '1.0.0',
  title: { en: 'Tokenomics', ru: 'Токеномика' },
  description: {
    en: 'Tells tokenomics what tokens are given for: milestones, streaks, completed courses, accepted works, reviews.',
    ru: 'Сообщает токеномике, за что начислять токены: вехи, серии, завершённые курсы, принятые работы, рецензии.',
  },
  topics: [
    'activity.milestone.reached',
    'activity.streak.extended',
    'activity.learning.completed',
    'activity.learning.course_completed',
    'activity.learning.certificate_issued',
    'activity.work.accepted',
    'activity.work.reverted',
    'activity.social.peer_review_submitted',
    'activity.correction.*',
  ],
  path: '/activity/accrual-events',
  mapping: {
    ...fields.milestoneMapping,
    ...fields.streakMapping,
    ...fields.workMapping,
    ...fields.reviewMapping,
    course_id: '/payload/course_id',
    program_id: '/payload/program_id',
    certificate_id: '/payload/certificate_id',
    reverts_work_id: '/payload/reverts_work_id',
    ...fields.correctedMapping,
  },
  data: z.looseObject({
    ...fields.milestone,
    ...fields.streak,
    ...fields.work,
    ...fields.review,
    course_id: z.string().max(255).optional(),
    program_id: z.string().max(255).optional(),
    certificate_id: z.string().max(255).optional(),
    reverts_work_id: z.string().max(255).optional(),
    ...fields.corrected,
  }),
  example: {
    event_type: 'activity.milestone.reached',
    payload: { milestone: 'daily_score', value: 104, threshold: 100 },
  },
};

/** Carries the reasons for which tokens are given. */
export const tokenomics = subsystemSink(tokenomicsDescription);
