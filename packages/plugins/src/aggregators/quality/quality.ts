import type { JsonObject, RecordedEvent } from '@activity-hub/contracts/event';
import type { Aggregator, Sparing, Viewed } from '@activity-hub/contracts/plugin/aggregator';
import { shownAs } from '@activity-hub/contracts/plugin/shown-as';
import { z } from 'zod';
import { rounded } from '../../rounded.ts';

/** The field of a payload that holds the person's own score. */
const scoreFields: Readonly<Record<string, 'score' | 'quality'>> = {
  'activity.learning.completed': 'score',
  'activity.learning.course_completed': 'score',
  'activity.learning.course_failed': 'score',
  'activity.learning.lesson_completed': 'score',
  'activity.learning.quiz_attempted': 'score',
  'activity.learning.assessment_submitted': 'score',
  'activity.learning.test_passed': 'score',
  'activity.learning.test_failed': 'score',
  'activity.work.completed': 'quality',
  'activity.work.task_completed': 'quality',
  'activity.work.accepted': 'quality',
};
const MAX_RECENT = 20;

const share = z.number().gt(0).max(1);
const config = z.strictObject({
  weight_of_newest: share.default(0.3).meta(
    shownAs({
      en: [
        'Weight of the newest score',
        'How much the newest score counts in the mean; the rest is what the mean was before.',
      ],
      ru: ['Вес последней оценки', 'Какую долю среднего даёт последняя оценка; остальное — прежнее среднее.'],
    }),
  ),
  weight_in_trend: share.default(0.6).meta(
    shownAs({
      en: [
        'Weight in the trend',
        'The same for the faster mean. The trend is where the faster mean lies beside the slower one.',
      ],
      ru: [
        'Вес в направлении',
        'То же для быстрого среднего. Направление показывает, выше или ниже медленного лежит быстрое.',
      ],
    }),
  ),
  trend_from: z
    .number()
    .min(0)
    .max(1)
    .default(0.05)
    .meta(
      shownAs({
        en: ['Trend from', 'How far apart both means must lie (of 1) before quality is said to rise or fall.'],
        ru: [
          'Порог направления',
          'Насколько должны разойтись оба средних (от 0 до 1), чтобы сказать, что качество растёт или падает.',
        ],
      }),
    ),
  score_scale: z
    .number()
    .positive()
    .default(100)
    .meta(
      shownAs({
        en: ['Best score', 'The best score of a learning event that names no max_score.'],
        ru: ['Высшая оценка', 'Высшая оценка учебного события, в котором нет max_score.'],
      }),
    ),
  quality_scale: z
    .number()
    .positive()
    .default(1)
    .meta(
      shownAs({
        en: ['Best quality', 'The best quality of a work event.'],
        ru: ['Высшее качество', 'Высшее качество в событии о работе.'],
      }),
    ),
});
export type QualityConfig = z.infer<typeof config>;

export type QualityState = {
  readonly scores: number;
  /** Of 0 to 1; null before the first score. */
  readonly mean: number | null;
  readonly fast: number | null;
  /** The newest last. */
  readonly recent: readonly number[];
};

/** The exponentially weighted mean of a person's own past scores: what foretells the next one best. */
export const quality: Aggregator<QualityConfig, QualityState> &
  Sparing<QualityConfig> &
  Viewed<QualityConfig, QualityState> = {
  manifest: {
    id: 'quality',
    version: '1.0.0',
    kind: 'aggregator',
    hub: '^0.1.0',
    title: { en: 'Quality', ru: 'Качество' },
    description: {
      en: 'The weighted mean of the scores of a person (tests, assessments, works), of 0 to 1, and its trend.',
      ru: 'Взвешенное среднее оценок участника (тесты, задания, работы) от 0 до 1 и его направление.',
    },
    config,
    topics: Object.keys(scoreFields),
    scope: 'stream',
    windows: ['all'],
    order: 'occurred',
    emits: [],
  },

  keyOf: (event) => (givenScore(event) === undefined ? undefined : (event.user_id ?? undefined)),

  payloadsOf: () => Object.keys(scoreFields),

  initialState: () => ({ scores: 0, mean: null, fast: null, recent: [] }),

  apply(state, event, settings) {
    const score = scoreOf(event, settings);
    if (score === undefined) return state;
    return {
      scores: state.scores + 1,
      mean: towards(state.mean, score, settings.weight_of_newest),
      fast: towards(state.fast, score, settings.weight_in_trend),
      recent: [...state.recent, score].slice(-MAX_RECENT),
    };
  },

  emit(_previous, next) {
    const newest = next.recent.at(-1);
    if (newest === undefined || next.mean === null) return {};
    return {
      metrics: [
        { metric: 'quality_score', value: newest },
        { metric: 'quality', value: rounded(next.mean) },
      ],
    };
  },

  viewOf,
};

function givenScore({ event_type, payload }: RecordedEvent): number | undefined {
  const field = scoreFields[event_type];
  const given = field === undefined ? undefined : payload[field];
  return typeof given === 'number' ? given : undefined;
}

/** The score of 0 to 1. What lies outside of its scale counts as the nearest end. */
function scoreOf(event: RecordedEvent, { score_scale, quality_scale }: QualityConfig): number | undefined {
  const given = givenScore(event);
  if (given === undefined) return undefined;
  const best = scoreFields[event.event_type] === 'quality' ? quality_scale : bestScore(event, score_scale);
  return Math.min(Math.max(given / best, 0), 1);
}

function bestScore({ payload }: RecordedEvent, scale: number): number {
  const named = payload['max_score'];
  return typeof named === 'number' && named > 0 ? named : scale;
}

function towards(mean: number | null, score: number, weight: number): number {
  return mean === null ? score : mean + weight * (score - mean);
}

function viewOf({ scores, mean, fast, recent }: QualityState, { trend_from }: QualityConfig): JsonObject {
  if (mean === null || fast === null) return { scores, quality: null, trend: null, change: null, recent: [] };
  const change = rounded(fast - mean);
  const trend = Math.abs(change) < trend_from || change === 0 ? 'steady' : change > 0 ? 'rising' : 'falling';
  return { scores, quality: rounded(mean), trend, change, recent: recent.map(rounded) };
}
