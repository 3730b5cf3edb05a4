import type { StreakType } from '@activity-hub/contracts/activity/user-activity';
import { canonicalTopicPattern } from '@activity-hub/contracts/topic';
import { z } from 'zod';

const pattern = z.string().refine((text) => canonicalTopicPattern(text) === text, {
  error: 'must be a topic pattern with the prefix activity.',
});
const grace = z.int().min(0).max(3).default(0);

export const streakConfig = z.strictObject({
  counts: z
    .array(pattern)
    .min(1)
    .default(['activity.learning.**', 'activity.work.**', 'activity.social.**', 'activity.economic.**'])
    .describe('Topic patterns of the events that make a day active.'),
  milestones: z
    .array(z.int().min(2))
    .max(50)
    .default([3, 7, 14, 30, 50, 100, 200, 365])
    .describe('Lengths (days or weeks) at which activity.milestone.reached is derived.'),
  grace_days: grace.describe('Missed days that each daily streak is forgiven.'),
  grace_weeks: grace.describe('Missed weeks that each weekly streak is forgiven.'),
  freezes: z
    .array(pattern)
    .default(['activity.system.streak_frozen'])
    .describe('Topic patterns of the events that freeze a day: it neither counts nor breaks a streak.'),
});
export type StreakConfig = z.infer<typeof streakConfig>;

export function graceOf(config: StreakConfig, type: StreakType): number {
  return type === 'daily' ? config.grace_days : config.grace_weeks;
}
