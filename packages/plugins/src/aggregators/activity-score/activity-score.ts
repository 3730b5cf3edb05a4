import type { EventOutline } from '@activity-hub/contracts/event-outline';
import type { Aggregator, DerivedEvent, Emission, Explainable } from '@activity-hub/contracts/plugin/aggregator';
import { ruledText } from '@activity-hub/contracts/plugin/setting-rules';
import { shownAs } from '@activity-hub/contracts/plugin/shown-as';
import { z } from 'zod';
import { type TypeCounts, withEvent } from '../../type-counts.ts';
import { addScore, defaultWeights, weightOf } from './weights.ts';

const weight = z.number().min(0).max(1_000_000).multipleOf(0.001);

const config = z.strictObject({
  weights: z
    .record(ruledText('topic_pattern'), weight)
    .default(defaultWeights)
    .meta(
      shownAs({
        en: [
          'Weights',
          'Points per event by type or topic pattern. The exact type wins, then the longest pattern; others count 0.',
        ],
        ru: [
          'Веса',
          'Баллы за событие по типу или шаблону. Точный тип важнее шаблона, длинный шаблон важнее короткого; остальные события дают 0.',
        ],
      }),
    ),
  milestones: z
    .array(z.number().positive())
    .max(20)
    .default([50, 100])
    .meta(
      shownAs({
        en: ['Milestones', 'Scores of one day at which activity.milestone.reached is derived.'],
        ru: ['Вехи', 'Баллы за день, при которых порождается activity.milestone.reached.'],
      }),
    ),
});
export type ActivityScoreConfig = z.infer<typeof config>;

export type ActivityScoreState = {
  readonly score: number;
  readonly events: number;
  readonly counts: TypeCounts;
};

/** The sum of the weights of what a person did, per hour, day, week and month. */
export const activityScore: Aggregator<ActivityScoreConfig, ActivityScoreState> &
  Explainable<ActivityScoreConfig, ActivityScoreState> = {
  manifest: {
    id: 'activity-score',
    version: '1.0.0',
    kind: 'aggregator',
    hub: '^0.1.0',
    title: { en: 'Activity score', ru: 'Счёт активности' },
    description: {
      en: 'Adds up weighted events per person and hour, day, week and month.',
      ru: 'Складывает взвешенные события участника за час, день, неделю и месяц.',
    },
    config,
    topics: [
      'activity.learning.**',
      'activity.work.**',
      'activity.social.**',
      'activity.economic.**',
      'activity.system.**',
    ],
    scope: 'stream',
    windows: ['hourly', 'daily', 'weekly', 'monthly'],
    order: 'any',
    reads: 'outline',
    emits: ['activity.milestone.reached'],
  },

  keyOf: (event: EventOutline) => event.user_id ?? undefined,

  initialState: () => ({ score: 0, events: 0, counts: {} }),

  apply: (state, event: EventOutline, { weights }) => ({
    score: addScore(state.score, weightOf(weights, event.event_type)),
    events: state.events + 1,
    counts: withEvent(state.counts, event.event_type),
  }),

  amountOf: (state) => state.score,
  weightOf: (event, { weights }) => weightOf(weights, event.event_type),

  // Weights are never negative, so a threshold is crossed once per window, whatever the order.
  emit: (previous, next, _cause, { milestones }, window) => {
    if (window.kind !== 'daily') return nothing;
    const isCrossed = (milestone: number): boolean => previous.score < milestone && milestone <= next.score;
    if (!milestones.some(isCrossed)) return nothing;
    return { derived: milestones.filter(isCrossed).map((milestone) => reached(milestone, next, window.start)) };
  },
};

const nothing: Emission = {};

function reached(milestone: number, state: ActivityScoreState, day: string): DerivedEvent {
  return {
    event_type: 'activity.milestone.reached',
    subject: `${day}:${milestone}`,
    payload: { milestone: 'daily_score', value: state.score, threshold: milestone, day, events: state.events },
  };
}
