import { z } from 'zod';
import * as fields from '../subsystem/data-fields.ts';
import type { SubsystemDescription } from '../subsystem/subsystem-description.ts';
import { subsystemSink } from '../subsystem/subsystem-sink.ts';

export const digitalTwinDescription: SubsystemDescription = {
  id: 'digital-twin',
  version: '1.0.0',
  title: { en: 'Digital twin', ru: 'Цифровой двойник' },
  description: {
    en: 'Tells the digital twin what a person did and how they are, so that their profile follows.',
    ru: 'Сообщает цифровому двойнику, что сделал участник и в каком он состоянии, чтобы обновлялся профиль.',
  },
  topics: [
    'activity.learning.**',
    'activity.work.**',
    'activity.social.**',
    'activity.streak.*',
    'activity.milestone.*',
    'activity.anomaly.*',
    'activity.inactivity.*',
    'activity.overactivity.*',
    'activity.correction.*',
  ],
  path: '/activity/profile-events',
  mapping: {
    ...fields.courseMapping,
    ...fields.outcomeMapping,
    ...fields.workMapping,
    ...fields.streakMapping,
    ...fields.milestoneMapping,
    ...fields.anomalyMapping,
    ...fields.correctedMapping,
  },
  data: z.looseObject({
    ...fields.course,
    ...fields.outcome,
    ...fields.work,
    ...fields.streak,
    ...fields.milestone,
    ...fields.anomaly,
    ...fields.corrected,
  }),
  example: {
    event_type: 'activity.streak.extended',
    payload: { streak_type: 'daily', start: '2026-04-28', last: '2026-05-04', count: 7, best: 12, late: false },
  },
};

/** Keeps the profile of a person up to date. */
export const digitalTwin = subsystemSink(digitalTwinDescription);
