import type { JsonObject } from '@activity-hub/contracts/event';
import type { Aggregator, DeadlineAware } from '@activity-hub/contracts/plugin/aggregator';
import { z } from 'zod';

type State = { readonly events: number; readonly sum: number; readonly last: string; readonly quiet: number };
type Config = { readonly every: number };

const dayMs = 86_400_000;
const maxQuiet = 3;

/** Every ability of an aggregator at once; `tally.py` is the same in Python. */
export const tally: Aggregator<Config, State> & DeadlineAware<Config, State> = {
  manifest: {
    id: 'tally',
    version: '1.0.0',
    kind: 'aggregator',
    hub: '^0.1.0',
    title: { en: 'Tally', ru: 'Счёт' },
    description: { en: 'Counts.', ru: 'Считает.' },
    config: z.strictObject({ every: z.int().min(1).default(3) }),
    topics: ['activity.learning.**'],
    scope: 'stream',
    windows: ['all', 'daily', 'hourly', 'session', 'sliding:2h/1h'],
    order: 'occurred',
    emits: ['activity.milestone.reached'],
  },
  keyOf: (event) => {
    if (event.payload['bad_key'] === true) throw new TypeError('bad key');
    return event.user_id ?? undefined;
  },
  initialState: () => ({ events: 0, sum: 0, last: '', quiet: 0 }),
  apply: (state, event) => {
    if (event.payload['bad'] === true) throw new TypeError('bad event');
    const amount = Number(event.payload['amount'] ?? 0);
    return { events: state.events + 1, sum: state.sum + amount, last: event.timestamp, quiet: 0 };
  },
  emit: (previous, next, cause, { every }, window) => {
    const derived =
      cause.kind === 'deadline' || next.events % every === 0
        ? [
            {
              event_type: 'activity.milestone.reached',
              subject: subjectOf(next, window.start),
              payload: payloadOf(previous, next),
            },
          ]
        : [];
    const metrics = next.sum === previous.sum ? [] : [{ metric: 'sum', value: next.sum }];
    return next.events === 1 ? { derived, metrics } : { view: { events: next.events }, derived, metrics };
  },
  deadlineOf: ({ last, quiet }) =>
    last === '' || quiet >= maxQuiet ? undefined : new Date(Date.parse(last) + (quiet + 1) * dayMs).toISOString(),
  onDeadline: (state) => ({ ...state, quiet: state.quiet + 1 }),
};

function subjectOf(state: State, start: string): string {
  return `${start}:${state.events}:${state.quiet}`;
}

function payloadOf(previous: State, next: State): JsonObject {
  return { before: previous.sum, after: next.sum, quiet: next.quiet };
}
