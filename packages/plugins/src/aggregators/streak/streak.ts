import { type StreakType, streakTypes } from '@activity-hub/contracts/activity/user-activity';
import type { JsonObject } from '@activity-hub/contracts/event';
import type {
  Aggregator,
  DeadlineAware,
  DerivedEvent,
  Emission,
  Viewed,
} from '@activity-hub/contracts/plugin/aggregator';
import { canonicalTopicPattern } from '@activity-hub/contracts/topic';
import { z } from 'zod';
import { matchesAny } from '../../matches-any.ts';
import { lengthOf, type Span } from './spans.ts';
import { type StreakPeriod, streakPeriods } from './streak-period.ts';
import {
  bestOf,
  breaksAtMs,
  changeOf,
  emptyTrack,
  newestSpan,
  type StreakTrack,
  withActivity,
  withBreak,
} from './streak-track.ts';

const MAX_SPANS_SHOWN = 60;

const config = z.strictObject({
  counts: z
    .array(
      z.string().refine((pattern) => canonicalTopicPattern(pattern) === pattern, {
        error: 'must be a topic pattern with the prefix activity.',
      }),
    )
    .min(1)
    .default(['activity.learning.**', 'activity.work.**', 'activity.social.**', 'activity.economic.**'])
    .describe('Topic patterns of the events that make a day active.'),
  milestones: z
    .array(z.int().min(2))
    .max(50)
    .default([3, 7, 14, 30, 50, 100, 200, 365])
    .describe('Lengths (days or weeks) at which activity.milestone.reached is derived.'),
});
export type StreakConfig = z.infer<typeof config>;

export type StreakState = { readonly [type in StreakType]: StreakTrack };

/** Runs of consecutive calendar days, and of consecutive weeks, on which a person was active. */
export const streak: Aggregator<StreakConfig, StreakState> &
  DeadlineAware<StreakConfig, StreakState> &
  Viewed<StreakConfig, StreakState> = {
  manifest: {
    id: 'streak',
    version: '1.0.0',
    kind: 'aggregator',
    hub: '^0.1.0',
    title: { en: 'Streaks', ru: 'Серии' },
    description: {
      en: 'Runs of consecutive active days and weeks in the zone of the person.',
      ru: 'Серии активных дней и недель подряд в часовом поясе участника.',
    },
    config,
    // System events too, so that a configuration may let logins count.
    topics: [
      'activity.learning.**',
      'activity.work.**',
      'activity.social.**',
      'activity.economic.**',
      'activity.system.**',
    ],
    scope: 'stream',
    windows: ['all'],
    order: 'occurred',
    emits: [
      'activity.streak.started',
      'activity.streak.extended',
      'activity.streak.broken',
      'activity.milestone.reached',
    ],
  },

  keyOf: (event) => event.user_id ?? undefined,

  initialState: () => ({ daily: emptyTrack, weekly: emptyTrack }),

  apply(state, event, { counts }) {
    if (!matchesAny(counts, event.event_type)) return state;
    return eachTrack(state, (track, period) =>
      withActivity(track, period, period.ordinalOf(event.day), event.time_zone),
    );
  },

  emit(previous, next, cause, { milestones }) {
    const derived = streakTypes.flatMap((type) => {
      const period = streakPeriods[type];
      const ordinal = cause.kind === 'event' ? period.ordinalOf(cause.event.day) : undefined;
      return derivedOf(type, previous[type], next[type], ordinal, milestones);
    });
    return derived.length === 0 ? nothing : { derived };
  },

  viewOf: (state) => ({ streaks: streakTypes.flatMap((type) => describeTrack(type, state[type])) }),

  deadlineOf(state) {
    const deadlines = streakTypes.flatMap((type) => breaksAtMs(state[type], streakPeriods[type]) ?? []);
    return deadlines.length === 0 ? undefined : new Date(Math.min(...deadlines)).toISOString();
  },

  onDeadline: (state, at) => eachTrack(state, (track, period) => withBreak(track, period, Date.parse(at))),
};

/** Keeps the identity of a state in which nothing changed: most events fall on a day that is already active. */
function eachTrack(state: StreakState, change: (track: StreakTrack, period: StreakPeriod) => StreakTrack): StreakState {
  const daily = change(state.daily, streakPeriods.daily);
  const weekly = change(state.weekly, streakPeriods.weekly);
  return daily === state.daily && weekly === state.weekly ? state : { daily, weekly };
}

function derivedOf(
  type: StreakType,
  previous: StreakTrack,
  next: StreakTrack,
  ordinal: number | undefined,
  milestones: readonly number[],
): DerivedEvent[] {
  const change = changeOf(previous, next, ordinal);
  const span = newestSpan(next);
  if (change === undefined || span === undefined) return [];
  const { start, end: last, count } = describeSpan(type, span);
  const payload = { streak_type: type, start, last, count, best: bestOf(next), late: change.late };
  const reached = milestones.filter((milestone) => change.before < milestone && milestone <= count);
  return [
    { event_type: `activity.streak.${change.kind}`, subject: `${type}:${last}`, payload },
    ...reached.map((milestone) => ({
      event_type: 'activity.milestone.reached',
      subject: `${type}:${milestone}`,
      payload: { milestone: `${type}_streak`, value: count, threshold: milestone, ...payload },
    })),
  ];
}

const nothing: Emission = {};

function describeTrack(type: StreakType, track: StreakTrack): JsonObject[] {
  const newest = newestSpan(track);
  if (newest === undefined) return [];
  const { start, end: last, count } = describeSpan(type, newest);
  const breaksAt = breaksAtMs(track, streakPeriods[type]);
  const spans = track.spans.slice(-MAX_SPANS_SHOWN).toReversed();
  return [
    {
      streak_type: type,
      start,
      last,
      count,
      best: bestOf(track),
      time_zone: track.zone,
      breaks_at: breaksAt === undefined ? null : new Date(breaksAt).toISOString(),
      spans: spans.map((span) => describeSpan(type, span)),
    },
  ];
}

function describeSpan(type: StreakType, span: Span): { start: string; end: string; count: number } {
  const period = streakPeriods[type];
  return { start: period.startOf(span[0]), end: period.startOf(span[1]), count: lengthOf(span) };
}
