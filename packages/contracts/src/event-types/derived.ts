import { z } from 'zod';
import { describeTypes } from './event-type.ts';
import { calendarDay } from './payload-fields.ts';

const streak = {
  streak_type: z.string().describe('daily or weekly'),
  start: calendarDay.describe('First day, or the Monday of the first week.'),
  last: calendarDay.describe('Last day, or the Monday of the last week.'),
  count: z.int().min(0),
  best: z.int().min(0).describe('The longest streak of its type so far.'),
  late: z.boolean().describe('Whether a late event changed a streak after the fact.'),
};
const detected = {
  detector: z.string().nullish(),
  detector_version: z.string().nullish(),
  case_id: z.string().nullish(),
  kind: z.string().nullish(),
  key: z.string().nullish(),
  severity: z.string().nullish(),
  score: z.number().nullish(),
  evidence: z.record(z.string(), z.json()).nullish(),
};
const trace = {
  work_id: z.string(),
  version: z.int().min(1),
  status: z.string(),
  started_at: z.string(),
  ended_at: z.string().nullable(),
  events: z.int().min(0),
  artifacts: z.int().min(0),
  evidence: z.int().min(0),
  metrics: z.int().min(0),
  gaps: z.int().min(0),
  late_events: z.int().min(0),
};

/** What the hub concludes from other events. Producers cannot publish these. */
export const derivedTypes = describeTypes('derived', {
  'streak.started': ['Streak started', 'Серия начата', streak],
  'streak.extended': ['Streak extended', 'Серия продолжена', streak],
  'streak.broken': ['Streak broken', 'Серия прервана', streak],
  'milestone.reached': [
    'Milestone reached',
    'Веха достигнута',
    {
      milestone: z.string(),
      value: z.number().nullish(),
      threshold: z.number().nullish(),
    },
  ],
  'trace.issued': ['Work trace issued', 'Трасса работы выпущена', trace],
  'trace.reissued': ['Work trace issued anew', 'Трасса работы выпущена заново', trace],
  'anomaly.detected': ['Anomaly detected', 'Обнаружена аномалия', detected],
  'inactivity.detected': ['Inactivity detected', 'Обнаружена неактивность', detected],
  'overactivity.detected': ['Overactivity detected', 'Чрезмерная активность', detected],
});
