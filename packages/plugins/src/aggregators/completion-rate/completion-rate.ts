import type { JsonObject, RecordedEvent } from '@activity-hub/contracts/event';
import type { Aggregator, Sparing, Viewed } from '@activity-hub/contracts/plugin/aggregator';
import { shownAs } from '@activity-hub/contracts/plugin/shown-as';
import { z } from 'zod';
import { shareOf } from '../../rounded.ts';
import { noThings, type Things, type Totals, totalsOf, withStep } from './things.ts';

/** Kinds of things, and the fields of a payload that hold their id, the first that is there. */
const idFields = {
  course: ['course_id', 'program_id'],
  lesson: ['lesson_id'],
  task: ['task_id'],
  work: ['work_id'],
} as const;
type Kind = keyof typeof idFields;
const kinds = Object.keys(idFields) as readonly Kind[];

const REGISTERED = 'activity.learning.course_registered';
const steps: Readonly<Record<string, readonly [kind: Kind, step: 'started' | 'completed' | 'failed']>> = {
  [REGISTERED]: ['course', 'started'],
  'activity.learning.started': ['course', 'started'],
  'activity.learning.course_started': ['course', 'started'],
  'activity.learning.completed': ['course', 'completed'],
  'activity.learning.course_completed': ['course', 'completed'],
  'activity.learning.course_failed': ['course', 'failed'],
  'activity.learning.course_withdrawn': ['course', 'failed'],
  'activity.learning.lesson_started': ['lesson', 'started'],
  'activity.learning.lesson_completed': ['lesson', 'completed'],
  'activity.work.task_started': ['task', 'started'],
  'activity.work.task_completed': ['task', 'completed'],
  'activity.work.task_failed': ['task', 'failed'],
  'activity.work.started': ['work', 'started'],
  'activity.work.completed': ['work', 'completed'],
};

const config = z.strictObject({
  registration_starts: z
    .boolean()
    .default(true)
    .meta(
      shownAs({
        en: [
          'Registration starts',
          'Whether registering for a course counts as starting it. Without it only those who began are asked for.',
        ],
        ru: [
          'Запись считается началом',
          'Считать ли запись на курс его началом. Если нет, учитываются только те, кто приступил.',
        ],
      }),
    ),
});
export type CompletionRateConfig = z.infer<typeof config>;

export type CompletionRateState = { readonly [kind in Kind]: Things };

/** The share of what a person started that they completed: courses, lessons, tasks, works. */
export const completionRate: Aggregator<CompletionRateConfig, CompletionRateState> &
  Sparing<CompletionRateConfig> &
  Viewed<CompletionRateConfig, CompletionRateState> = {
  manifest: {
    id: 'completion-rate',
    version: '1.0.0',
    kind: 'aggregator',
    hub: '^0.1.0',
    title: { en: 'Completion rate', ru: 'Доля завершённого' },
    description: {
      en: 'The share of started courses, lessons, tasks and works that were completed, for all time and per month.',
      ru: 'Доля начатых курсов, уроков, задач и работ, доведённых до конца, за всё время и по месяцам.',
    },
    config,
    topics: Object.keys(steps),
    scope: 'stream',
    windows: ['all', 'monthly'],
    order: 'occurred',
    emits: [],
  },

  keyOf: (event) => (thingOf(event) === undefined ? undefined : (event.user_id ?? undefined)),

  payloadsOf: () => Object.keys(steps),

  initialState: () => ({ course: noThings, lesson: noThings, task: noThings, work: noThings }),

  apply(state, event, { registration_starts }) {
    const thing = thingOf(event);
    if (thing === undefined || (!registration_starts && event.event_type === REGISTERED)) return state;
    const { kind, step, id } = thing;
    const things = withStep(state[kind], id, step);
    return things === state[kind] ? state : { ...state, [kind]: things };
  },

  emit: () => ({}),

  viewOf,
};

function thingOf({ event_type, payload }: RecordedEvent) {
  const known = steps[event_type];
  if (known === undefined) return undefined;
  const [kind, step] = known;
  const id = idFields[kind].map((field) => payload[field]).find((value) => typeof value === 'string');
  return typeof id === 'string' ? { kind, step, id } : undefined;
}

function viewOf(state: CompletionRateState): JsonObject {
  const all: Record<keyof Totals, number> = { started: 0, completed: 0, failed: 0 };
  const shown: Record<string, JsonObject> = {};
  for (const kind of kinds) {
    const totals = totalsOf(state[kind]);
    if (totals.started === 0) continue;
    all.started += totals.started;
    all.completed += totals.completed;
    all.failed += totals.failed;
    shown[kind] = rateOf(totals);
  }
  return { ...rateOf(all), kinds: shown };
}

function rateOf({ started, completed, failed }: Totals): JsonObject {
  return { started, completed, failed, open: started - completed - failed, rate: shareOf(completed, started) };
}
