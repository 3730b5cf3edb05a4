import { addDays } from '@activity-hub/contracts/calendar';
import type { JsonObject } from '@activity-hub/contracts/event';
import type { Aggregator, Viewed, Window } from '@activity-hub/contracts/plugin/aggregator';
import { shownAs } from '@activity-hub/contracts/plugin/shown-as';
import { z } from 'zod';
import { rounded } from '../../rounded.ts';

/** What is counted, by the type that says it was done. */
const measures: Readonly<Record<string, string>> = {
  'activity.learning.lesson_completed': 'lessons',
  'activity.learning.test_passed': 'tests',
  'activity.work.task_completed': 'tasks',
  'activity.work.completed': 'works',
};
const measureNames = [...new Set(Object.values(measures))];
/** What is asked per week; the rest per day. */
const perWeek: ReadonlySet<string> = new Set(['tasks', 'works']);

const MAX_DAYS = 84;

const config = z.strictObject({
  average_days: z
    .int()
    .min(1)
    .max(MAX_DAYS)
    .default(7)
    .meta(
      shownAs({
        en: ['Days of the average', 'Days over which what is counted per day (lessons, tests) is averaged.'],
        ru: ['Дней в среднем', 'За сколько дней усредняется то, что считается по дням: уроки, тесты.'],
      }),
    ),
  average_weeks: z
    .int()
    .min(1)
    .max(MAX_DAYS / 7)
    .default(4)
    .meta(
      shownAs({
        en: [
          'Weeks of the average',
          'Weeks of seven days over which what is counted per week (tasks, works) is averaged.',
        ],
        ru: [
          'Недель в среднем',
          'За сколько недель по семь дней усредняется то, что считается по неделям: задачи, работы.',
        ],
      }),
    ),
});
export type VelocityConfig = z.infer<typeof config>;

type DayCounts = { readonly [measure: string]: number };
export type VelocityState = { readonly days: { readonly [day: string]: DayCounts } };

/** Lessons and tests per day, tasks and works per week, and their moving averages. */
export const velocity: Aggregator<VelocityConfig, VelocityState> & Viewed<VelocityConfig, VelocityState> = {
  manifest: {
    id: 'velocity',
    version: '1.0.0',
    kind: 'aggregator',
    hub: '^0.1.0',
    title: { en: 'Velocity', ru: 'Темп' },
    description: {
      en: 'Lessons and tests per day, tasks and works per week, with moving averages.',
      ru: 'Уроки и тесты в день, задачи и работы в неделю, со скользящими средними.',
    },
    config,
    topics: Object.keys(measures),
    scope: 'stream',
    windows: ['all', 'daily', 'weekly'],
    order: 'any',
    reads: 'outline',
    emits: [],
  },

  keyOf: (event) => event.user_id ?? undefined,

  initialState: () => ({ days: {} }),

  apply(state, { day, event_type }) {
    const measure = measures[event_type];
    if (measure === undefined) return state;
    const counted = state.days[day] ?? {};
    const days = { ...state.days, [day]: { ...counted, [measure]: (counted[measure] ?? 0) + 1 } };
    return state.days[day] === undefined ? { days: newestOf(days) } : { days };
  },

  emit: () => ({}),

  viewOf,
};

/** Keeps the days near the newest one. What is dropped depends on the days alone, so any order ends the same. */
function newestOf(days: VelocityState['days']): VelocityState['days'] {
  const oldest = addDays(lastDayOf(days), 1 - MAX_DAYS);
  const kept = Object.entries(days).filter(([day]) => day >= oldest);
  return Object.fromEntries(kept);
}

function lastDayOf(days: VelocityState['days']): string {
  return Object.keys(days).reduce((last, day) => (day > last ? day : last), '');
}

function viewOf({ days }: VelocityState, settings: VelocityConfig, window: Window): JsonObject {
  if (window.kind !== 'all') return totalsOf(Object.values(days));
  const last = lastDayOf(days);
  if (last === '') return {};
  const daily = totalsOf(since(days, addDays(last, 1 - settings.average_days)));
  const weekly = totalsOf(since(days, addDays(last, 1 - settings.average_weeks * 7)));
  const averages = measureNames.map((measure): [string, number] =>
    perWeek.has(measure)
      ? [`${measure}_per_week`, rounded((weekly[measure] ?? 0) / settings.average_weeks)]
      : [`${measure}_per_day`, rounded((daily[measure] ?? 0) / settings.average_days)],
  );
  return { as_of: last, ...Object.fromEntries(averages) };
}

function since(days: VelocityState['days'], oldest: string): readonly DayCounts[] {
  return Object.entries(days).flatMap(([day, counts]) => (day < oldest ? [] : [counts]));
}

function totalsOf(days: readonly DayCounts[]): Record<string, number> {
  return Object.fromEntries(
    measureNames.map((measure) => [measure, days.reduce((sum, counts) => sum + (counts[measure] ?? 0), 0)]),
  );
}
