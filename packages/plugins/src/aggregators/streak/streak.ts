import { type StreakType, streakTypes } from '@activity-hub/contracts/activity/user-activity';
import type { RecordedEvent } from '@activity-hub/contracts/event';
import type {
  Aggregator,
  Cause,
  DeadlineAware,
  DerivedEvent,
  Emission,
  Sparing,
  Viewed,
} from '@activity-hub/contracts/plugin/aggregator';
import { matchesAny } from '../../matches-any.ts';
import { type Spans, withOrdinal } from './spans.ts';
import { changeOf } from './streak-change.ts';
import { type StreakConfig, streakConfig } from './streak-config.ts';
import { streakPeriods } from './streak-period.ts';
import { rulesOf, type StreakState, summaryOf } from './streak-summary.ts';
import { emptyTrack, type StreakTrack, withActivity, withFreeze } from './streak-track.ts';
import { describeStreak, viewOf } from './streak-view.ts';

/** Frozen spans of days; the newest are kept. */
const MAX_FROZEN = 100;
const dayPattern = /^\d{4}-\d{2}-\d{2}$/;

/** Runs of consecutive calendar days, and of consecutive weeks, on which a person was active. */
export const streak: Aggregator<StreakConfig, StreakState> &
  DeadlineAware<StreakConfig, StreakState> &
  Sparing<StreakConfig> &
  Viewed<StreakConfig, StreakState> = {
  manifest: {
    id: 'streak',
    version: '1.1.0',
    kind: 'aggregator',
    hub: '^0.1.0',
    title: { en: 'Streaks', ru: 'Серии' },
    description: {
      en: 'Runs of consecutive active days and weeks in the zone of the person.',
      ru: 'Серии активных дней и недель подряд в часовом поясе участника.',
    },
    config: streakConfig,
    // System events too: freezes, and so that a configuration may let logins count.
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

  payloadsOf: ({ freezes }) => freezes,

  initialState: () => ({ daily: emptyTrack, weekly: emptyTrack, frozen: [] }),

  apply(state, event, config) {
    if (matchesAny(config.freezes, event.event_type)) return freeze(state, event, config);
    if (!matchesAny(config.counts, event.event_type)) return state;
    const { tracks } = summaryOf(state, config);
    return eachTrack(state, (track, type) => {
      const period = streakPeriods[type];
      return withActivity(track, period, tracks[type].rules, period.ordinalOf(event.day), event.time_zone);
    });
  },

  emit(previous, next, cause, config) {
    const derived = streakTypes.flatMap((type) => derivedOf(type, previous, next, cause, config));
    return derived.length === 0 ? nothing : { derived };
  },

  viewOf,

  deadlineOf: (state, config) => summaryOf(state, config).deadline,

  onDeadline(state, at, config) {
    const { tracks } = summaryOf(state, config);
    const atMs = Date.parse(at);
    return eachTrack(state, (track, type) => {
      const { breaksAt, newest } = tracks[type];
      return breaksAt === undefined || newest === undefined || breaksAt > atMs
        ? track
        : { ...track, broken: newest.last };
    });
  },
};

const nothing: Emission = {};

/** Keeps the identity of a state in which nothing changed: most events fall on a day that is already active. */
function eachTrack(state: StreakState, change: (track: StreakTrack, type: StreakType) => StreakTrack): StreakState {
  const daily = change(state.daily, 'daily');
  const weekly = change(state.weekly, 'weekly');
  return daily === state.daily && weekly === state.weekly ? state : { ...state, daily, weekly };
}

/** Always a new state: a freeze that came late may have saved a streak in its own place. */
function freeze(state: StreakState, event: RecordedEvent, config: StreakConfig): StreakState {
  const frozen: Spans = withOrdinal(state.frozen, streakPeriods.daily.ordinalOf(frozenDay(event))).slice(-MAX_FROZEN);
  const atMs = Date.parse(event.timestamp);
  const saved = eachTrack(state, (track, type) =>
    withFreeze(track, streakPeriods[type], rulesOf(type, frozen, config), atMs),
  );
  return { ...saved, frozen };
}

function frozenDay({ day, payload }: RecordedEvent): string {
  const named = payload['day'];
  return typeof named === 'string' && dayPattern.test(named) && !Number.isNaN(Date.parse(named)) ? named : day;
}

function derivedOf(
  type: StreakType,
  previous: StreakState,
  next: StreakState,
  cause: Cause,
  config: StreakConfig,
): DerivedEvent[] {
  const { newest, best } = summaryOf(next, config).tracks[type];
  const before = { track: previous[type], newest: summaryOf(previous, config).tracks[type].newest };
  const change = changeOf(before, { track: next[type], newest }, ordinalOf(type, cause, config));
  if (change === undefined || newest === undefined) return [];
  const { start, end: last, count } = describeStreak(type, newest);
  const payload = { streak_type: type, start, last, count, best, late: change.late };
  const reached = config.milestones.filter((milestone) => change.before < milestone && milestone <= count);
  return [
    { event_type: `activity.streak.${change.kind}`, subject: `${type}:${last}`, payload },
    ...reached.map((milestone) => ({
      event_type: 'activity.milestone.reached',
      subject: `${type}:${milestone}`,
      payload: { milestone: `${type}_streak`, value: count, threshold: milestone, ...payload },
    })),
  ];
}

/** The period that an event made active; null for a freeze, undefined for a deadline. */
function ordinalOf(type: StreakType, cause: Cause, config: StreakConfig): number | null | undefined {
  if (cause.kind === 'deadline') return undefined;
  return matchesAny(config.freezes, cause.event.event_type) ? null : streakPeriods[type].ordinalOf(cause.event.day);
}
