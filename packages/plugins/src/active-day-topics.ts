import { shownAs } from '@activity-hub/contracts/plugin/shown-as';
import { canonicalTopicPattern } from '@activity-hub/contracts/topic';
import { z } from 'zod';

export const topicPattern = z.string().refine((pattern) => canonicalTopicPattern(pattern) === pattern, {
  error: 'must be a topic pattern with the prefix activity.',
});

/** A setting of every plugin that looks at active days. */
export const activeDayTopics = z
  .array(topicPattern)
  .min(1)
  .default(['activity.learning.**', 'activity.work.**', 'activity.social.**', 'activity.economic.**'])
  .meta(
    shownAs({
      en: ['What counts', 'Topic patterns of the events that make a day active.'],
      ru: ['Что считается', 'Типы или шаблоны событий, которые делают день активным.'],
    }),
  );
