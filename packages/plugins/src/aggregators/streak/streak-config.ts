import type { StreakType } from '@activity-hub/contracts/activity/user-activity';
import { shownAs } from '@activity-hub/contracts/plugin/shown-as';
import { z } from 'zod';
import { activeDayTopics, topicPattern } from '../../active-day-topics.ts';

const grace = z.int().min(0).max(3).default(0);

export const streakConfig = z.strictObject({
  counts: activeDayTopics,
  milestones: z
    .array(z.int().min(2))
    .max(50)
    .default([3, 7, 14, 30, 50, 100, 200, 365])
    .meta(
      shownAs({
        en: ['Milestones', 'Lengths (days or weeks) at which activity.milestone.reached is derived.'],
        ru: ['Вехи', 'Длины серий в днях или неделях, при которых порождается activity.milestone.reached.'],
      }),
    ),
  grace_days: grace.meta(
    shownAs({
      en: ['Forgiven days', 'Missed days that each daily streak is forgiven.'],
      ru: ['Прощаемые дни', 'Сколько пропущенных дней прощается каждой серии дней.'],
    }),
  ),
  grace_weeks: grace.meta(
    shownAs({
      en: ['Forgiven weeks', 'Missed weeks that each weekly streak is forgiven.'],
      ru: ['Прощаемые недели', 'Сколько пропущенных недель прощается каждой серии недель.'],
    }),
  ),
  freezes: z
    .array(topicPattern)
    .default(['activity.system.streak_frozen'])
    .meta(
      shownAs({
        en: [
          'What freezes a day',
          'Topic patterns of the events that freeze a day: it neither counts nor breaks a streak.',
        ],
        ru: [
          'Что замораживает день',
          'Типы или шаблоны событий, которые замораживают день: он не считается и не прерывает серию.',
        ],
      }),
    ),
});
export type StreakConfig = z.infer<typeof streakConfig>;

export function graceOf(config: StreakConfig, type: StreakType): number {
  return type === 'daily' ? config.grace_days : config.grace_weeks;
}
