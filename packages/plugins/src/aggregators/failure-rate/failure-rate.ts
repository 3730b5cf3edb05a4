import type { JsonObject } from '@activity-hub/contracts/event';
import type { Aggregator, Sparing, Viewed } from '@activity-hub/contracts/plugin/aggregator';
import { shownAs } from '@activity-hub/contracts/plugin/shown-as';
import { z } from 'zod';
import { shareOf } from '../../rounded.ts';

/** What an event says about an action: its kind, and whether it failed. */
const outcomes: Readonly<Record<string, readonly [kind: string, failed: boolean]>> = {
  'activity.system.login_failed': ['login', true],
  'activity.system.user_logged_in': ['login', false],
  'activity.system.error_occurred': ['error', true],
  'activity.learning.test_failed': ['test', true],
  'activity.learning.test_passed': ['test', false],
  'activity.learning.course_failed': ['course', true],
  'activity.learning.course_completed': ['course', false],
  'activity.learning.completed': ['course', false],
  'activity.work.task_failed': ['task', true],
  'activity.work.task_completed': ['task', false],
  'activity.work.rejected': ['work', true],
  'activity.work.reverted': ['work', true],
  'activity.work.accepted': ['work', false],
  'activity.work.completed': ['work', false],
  'activity.economic.payment_failed': ['payment', true],
  'activity.economic.payment_received': ['payment', false],
};

const config = z.strictObject({
  min_attempts: z
    .int()
    .min(1)
    .max(1_000)
    .default(1)
    .meta(
      shownAs({
        en: [
          'Fewest attempts',
          'A rate over fewer actions than this is not shown: one failure out of one is no pattern.',
        ],
        ru: [
          'Наименьшее число попыток',
          'Если действий меньше, доля не показывается: одна неудача из одной ещё ни о чём не говорит.',
        ],
      }),
    ),
});
export type FailureRateConfig = z.infer<typeof config>;

type Outcomes = { readonly failed: number; readonly succeeded: number };
export type FailureRateState = { readonly [kind: string]: Outcomes };

const none: Outcomes = { failed: 0, succeeded: 0 };

/** The share of a person's actions that failed, by kind of action. */
export const failureRate: Aggregator<FailureRateConfig, FailureRateState> &
  Sparing<FailureRateConfig> &
  Viewed<FailureRateConfig, FailureRateState> = {
  manifest: {
    id: 'failure-rate',
    version: '1.0.0',
    kind: 'aggregator',
    hub: '^0.1.0',
    title: { en: 'Failure rate', ru: 'Доля неудач' },
    description: {
      en: 'The share of failed actions (logins, tests, courses, tasks, works, payments, errors) per hour, day and week.',
      ru: 'Доля неудачных действий (входы, тесты, курсы, задачи, работы, платежи, ошибки) за час, день и неделю.',
    },
    config,
    topics: Object.keys(outcomes),
    scope: 'stream',
    windows: ['hourly', 'daily', 'weekly'],
    order: 'any',
    emits: [],
  },

  // Who reverts the work of somebody else has not failed.
  keyOf({ user_id, payload }) {
    const blamed = payload['reverts_user_id'] ?? user_id;
    return user_id === null || blamed !== user_id ? undefined : user_id;
  },

  payloadsOf: () => Object.keys(outcomes),

  initialState: () => ({}),

  apply(state, { event_type }) {
    const outcome = outcomes[event_type];
    if (outcome === undefined) return state;
    const [kind, failed] = outcome;
    const before = state[kind] ?? none;
    const after = failed
      ? { failed: before.failed + 1, succeeded: before.succeeded }
      : { failed: before.failed, succeeded: before.succeeded + 1 };
    return { ...state, [kind]: after };
  },

  emit: () => ({}),

  viewOf(state, { min_attempts }) {
    let [failed, succeeded] = [0, 0];
    const kinds: Record<string, JsonObject> = {};
    for (const [kind, outcome] of Object.entries(state)) {
      failed += outcome.failed;
      succeeded += outcome.succeeded;
      kinds[kind] = rateOf(outcome, min_attempts);
    }
    return { ...rateOf({ failed, succeeded }, min_attempts), kinds };
  },
};

function rateOf({ failed, succeeded }: Outcomes, minAttempts: number): JsonObject {
  const attempts = failed + succeeded;
  return { failed, succeeded, rate: attempts < minAttempts ? null : shareOf(failed, attempts) };
}
