import type { Aggregator } from '@activity-hub/contracts/plugin/aggregator';
import { shownAs } from '@activity-hub/contracts/plugin/shown-as';
import { z } from 'zod';

/** Validation, form and documentation at once. Every setting has a default, and words in both languages. */
const config = z.strictObject({
  goal: z
    .int()
    .min(1)
    .default(3)
    .meta(
      shownAs({
        en: ['Goal', 'Lessons of one day at which a milestone is derived.'],
        ru: ['Цель', 'Сколько уроков за день дают веху.'],
      }),
    ),
});

type State = { readonly lessons: number };

/** Lessons a person finished per day, and an event when the goal of the day is reached. */
export const myThing: Aggregator<z.infer<typeof config>, State> = {
  manifest: {
    id: 'my-thing',
    version: '1.0.0',
    kind: 'aggregator',
    hub: '^0.1.0',
    title: { en: 'My thing', ru: 'Моя вещь' },
    description: { en: 'Lessons per person and day.', ru: 'Уроки участника за день.' },
    config,
    topics: ['activity.learning.lesson_completed'],
    scope: 'stream',
    windows: ['daily'],
    order: 'any',
    emits: ['activity.milestone.reached'],
  },
  keyOf: (event) => event.user_id ?? undefined,
  initialState: () => ({ lessons: 0 }),
  apply: (state) => ({ lessons: state.lessons + 1 }),
  emit: (_previous, next, _cause, { goal }, window) => ({
    view: { lessons: next.lessons, goal },
    derived:
      next.lessons === goal
        ? [
            {
              event_type: 'activity.milestone.reached',
              subject: `${window.start}:${goal}`,
              payload: { milestone: 'daily_lessons', value: next.lessons, threshold: goal, day: window.start },
            },
          ]
        : [],
  }),
};
