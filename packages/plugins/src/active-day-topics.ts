import { ruledText } from '@activity-hub/contracts/plugin/setting-rules';
import { shownAs } from '@activity-hub/contracts/plugin/shown-as';
import { z } from 'zod';

export const topicPattern = ruledText('topic_pattern');

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
