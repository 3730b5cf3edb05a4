import type { JsonObject } from '@activity-hub/contracts/event';
import type { Aggregator, DeadlineAware, DerivedEvent, Viewed } from '@activity-hub/contracts/plugin/aggregator';
import { ordered } from '@activity-hub/contracts/plugin/setting-rules';
import { type SettingWords, shownAs } from '@activity-hub/contracts/plugin/shown-as';
import { z } from 'zod';
import { activeDayTopics } from '../../active-day-topics.ts';
import { matchesAny } from '../../matches-any.ts';
import {
  dayName,
  dayNumber,
  dayOfChange,
  type EngagementState,
  endDays,
  endOfDayMs,
  withActiveDay,
} from './engagement-days.ts';
import { levels } from './engagement-level.ts';

const days = (fallback: number, max: number, words: SettingWords) =>
  z.int().min(1).max(max).default(fallback).meta(shownAs(words));

const config = ordered(
  z.strictObject({
    counts: activeDayTopics,
    window_days: days(28, 90, {
      en: ['Days looked at', 'Active days are counted in so many days, up to the day that ended last.'],
      ru: ['Дней в расчёте', 'За сколько дней, до последнего закончившегося, считаются активные дни.'],
    }),
    active_enter: days(12, 90, {
      en: ['Becomes active', 'Active days at which somebody becomes active.'],
      ru: ['Становится активным', 'При скольких активных днях участник становится активным.'],
    }),
    active_leave: days(8, 90, {
      en: ['Stays active', 'Active days below which somebody is active no longer.'],
      ru: ['Остаётся активным', 'При скольких активных днях участник ещё остаётся активным.'],
    }),
    moderate_enter: days(5, 90, {
      en: ['Becomes moderate', 'Active days at which somebody becomes moderate.'],
      ru: ['Становится умеренным', 'При скольких активных днях участник становится умеренным.'],
    }),
    moderate_leave: days(3, 90, {
      en: ['Stays moderate', 'Active days below which somebody is moderate no longer.'],
      ru: ['Остаётся умеренным', 'При скольких активных днях участник ещё остаётся умеренным.'],
    }),
    churned_after_days: days(28, 365, {
      en: ['Days until churned', 'Days in a row without activity after which somebody has churned.'],
      ru: ['Дней до ухода', 'После скольких дней подряд без активности участник считается ушедшим.'],
    }),
    confirm_days: days(2, 14, {
      en: ['Days to confirm', 'Days in a row that must speak for another level before it changes.'],
      ru: ['Дней на подтверждение', 'Сколько дней подряд должны говорить за другой уровень, прежде чем он сменится.'],
    }),
  }),
  [
    { setting: 'active_leave', other: 'active_enter' },
    { setting: 'moderate_leave', other: 'moderate_enter' },
    { setting: 'moderate_enter', other: 'active_leave', below: true },
    { setting: 'active_enter', other: 'window_days' },
  ],
);
export type EngagementConfig = z.infer<typeof config>;

/** Empty until the first event that counts. */
export type EngagementFold = { readonly person: EngagementState | null };

/** How engaged a person is: active, moderate, low or churned; decided at the end of each of their days. */
export const engagement: Aggregator<EngagementConfig, EngagementFold> &
  DeadlineAware<EngagementConfig, EngagementFold> &
  Viewed<EngagementConfig, EngagementFold> = {
  manifest: {
    id: 'engagement',
    version: '1.0.0',
    kind: 'aggregator',
    hub: '^0.1.0',
    title: { en: 'Engagement', ru: 'Вовлечённость' },
    description: {
      en: 'Active, moderate, low or churned, by the days on which a person was active.',
      ru: 'Активный, умеренный, слабый или ушедший: по дням, в которые участник был активен.',
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
    reads: 'outline',
    emits: ['activity.inactivity.detected'],
  },

  keyOf: (event) => event.user_id ?? undefined,

  initialState: () => ({ person: null }),

  apply(state, event, rules) {
    if (!matchesAny(rules.counts, event.event_type)) return state;
    const day = dayNumber(event.day);
    if (state.person === null) {
      const { time_zone: zone } = event;
      return { person: { level: 'low', since: day, candidate: null, days: [day], last: day, open: day, zone } };
    }
    const person = withActiveDay(state.person, day, event.time_zone, rules);
    return person === state.person ? state : { person };
  },

  emit({ person: previous }, { person }) {
    if (person === null || person.level === previous?.level) return {};
    return {
      metrics: [{ metric: 'engagement_level', value: levels.indexOf(person.level) }],
      derived: person.level === 'churned' ? [inactivity(person)] : [],
    };
  },

  viewOf: ({ person }, rules) => (person === null ? { level: null } : describePerson(person, rules)),

  deadlineOf({ person }, rules) {
    if (person === null) return undefined;
    const day = rememberedChange(person, rules);
    return day === undefined ? undefined : new Date(endOfDayMs(day, person.zone)).toISOString();
  },

  onDeadline({ person }, at, rules) {
    if (person === null) return { person };
    const day = rememberedChange(person, rules);
    const isOver = day !== undefined && endOfDayMs(day, person.zone) <= Date.parse(at);
    return isOver ? { person: endDays(person, day + 1, rules) } : { person };
  },
};

const changes = new WeakMap<EngagementConfig, WeakMap<EngagementState, { readonly day: number | undefined }>>();

/** Remembered per state: hosts ask per event, and most events fall on a day that is active already. */
function rememberedChange(person: EngagementState, rules: EngagementConfig): number | undefined {
  const known = changes.get(rules) ?? new WeakMap<EngagementState, { readonly day: number | undefined }>();
  changes.set(rules, known);
  const change = known.get(person) ?? { day: dayOfChange(person, rules) };
  known.set(person, change);
  return change.day;
}

function describePerson(person: EngagementState, { window_days }: EngagementConfig): JsonObject {
  const asOf = Math.max(person.last, person.open - 1);
  return {
    level: person.level,
    since: dayName(person.since),
    candidate: person.candidate?.level ?? null,
    as_of: dayName(asOf),
    active_days: person.days.filter((day) => day > asOf - window_days).length,
    window_days,
    last_active: dayName(person.last),
  };
}

function inactivity(person: EngagementState): DerivedEvent {
  const lastActive = dayName(person.last);
  const silentDays = person.since - person.last;
  return {
    event_type: 'activity.inactivity.detected',
    subject: `churned:${lastActive}`,
    payload: {
      kind: 'churned',
      severity: 'medium',
      score: silentDays,
      evidence: { last_active: lastActive, silent_days: silentDays },
    },
  };
}
