import { hourIn } from '@activity-hub/contracts/calendar';
import type { RecordedEvent } from '@activity-hub/contracts/event';
import type { Detector, Finding, Severity } from '@activity-hub/contracts/plugin/detector';
import { shownAs } from '@activity-hub/contracts/plugin/shown-as';
import { z } from 'zod';
import { type ActiveDay, hoursOf, withHour } from './active-days.ts';
import { monotonyOf } from './monotony.ts';
import { calmFromMinute, emptyWindow, eventsIn, type RateWindow, WINDOW_MINUTES, withEvent } from './rate-window.ts';

const config = z.strictObject({
  medium_events_per_hour: z
    .int()
    .min(2)
    .default(120)
    .meta(
      shownAs({
        en: ['Too many in an hour', 'Events within an hour that are too many.'],
        ru: ['Слишком много за час', 'Сколько событий за час уже слишком много.'],
      }),
    ),
  high_events_per_hour: z
    .int()
    .min(2)
    .default(300)
    .meta(
      shownAs({
        en: ['Far too many in an hour', 'Events within an hour that are far too many.'],
        ru: ['Чрезвычайно много за час', 'Сколько событий за час уже чрезвычайно много.'],
      }),
    ),
  automation_monotony: z
    .number()
    .min(0)
    .max(1)
    .default(0.5)
    .meta(
      shownAs({
        en: [
          'Monotony of a machine',
          'From this monotony on (0 like a person, 1 like a machine) the pattern is automation, below it burnout.',
        ],
        ru: [
          'Однообразие машины',
          'С какого однообразия (0 — как у человека, 1 — как у машины) это похоже на автоматизацию; ниже — риск выгорания.',
        ],
      }),
    ),
  long_day_hours: z
    .int()
    .min(1)
    .max(24)
    .default(14)
    .meta(
      shownAs({
        en: [
          'Hours of a long day',
          'A calendar day with activity in more distinct hours than this is a risk of burnout.',
        ],
        ru: ['Часов в долгом дне', 'Если за календарный день активных часов больше, есть риск выгорания.'],
      }),
    ),
});
export type OveractivityConfig = z.infer<typeof config>;

/** One stretch of too many events, from the first finding until the rate was below half for an hour. */
type Episode = {
  readonly since: string;
  readonly told: Severity;
  readonly calm_minute: number | null;
};

export type OveractivityState = {
  readonly window: RateWindow;
  readonly episode: Episode | null;
  readonly days: readonly ActiveDay[];
  /** Mean of the events of earlier active hours, newer ones weigh more; null before the first hour is over. */
  readonly usual: number | null;
  readonly hour: { readonly at: number; readonly events: number };
  /** The newest events, for the evidence. */
  readonly recent: readonly string[];
};

const KEPT_EVENT_IDS = 20;
/** A tenth per hour: the mean follows a person within about ten active hours. */
const USUAL_WEIGHT = 0.1;

const start: OveractivityState = {
  window: emptyWindow,
  episode: null,
  days: [],
  usual: null,
  hour: { at: 0, events: 0 },
  recent: [],
};

/** Too much activity of one person: too many events in an hour, or too many hours in a day. */
export const overactivity: Detector<OveractivityConfig, OveractivityState> = {
  manifest: {
    id: 'overactivity',
    version: '1.0.0',
    kind: 'detector',
    hub: '^0.1.0',
    title: { en: 'Overactivity', ru: 'Чрезмерная активность' },
    description: {
      en: 'Too many events in an hour (a machine or a person), or activity in too many hours of a day.',
      ru: 'Слишком много событий за час (машина или человек) либо активность слишком много часов в день.',
    },
    config,
    topics: ['activity.learning.**', 'activity.work.**', 'activity.social.**', 'activity.economic.**'],
    scope: 'stream',
    windows: ['all'],
    emits: ['activity.anomaly.detected'],
  },

  keyOf: (event) => event.user_id ?? undefined,

  inspect(previous = start, { event }, _now, settings) {
    // Noon plus row order is no clock time: nothing about hours may be concluded from it.
    if (event.metadata['time_precision'] === 'day') return { next: previous, findings: [] };
    const observed = observe(previous, event);
    const rate = observed.window === previous.window ? undefined : judgeRate(previous, observed, event, settings);
    const day = judgeDay(rate?.next ?? observed, event, settings);
    return { next: day.next, findings: [...(rate?.findings ?? []), ...day.findings] };
  },
};

function observe(previous: OveractivityState, event: RecordedEvent): OveractivityState {
  const instant = Date.parse(event.timestamp);
  const localHour = Number(hourIn(event.time_zone, instant).slice(11, 13));
  const days = withHour(previous.days, event.day, localHour);
  const window = withEvent(previous.window, instant, event.event_type);
  if (window === undefined) return { ...previous, days };
  const hour = Math.floor(instant / 3_600_000);
  const newHour = hour > previous.hour.at;
  return {
    ...previous,
    window,
    days,
    usual: newHour && previous.hour.events > 0 ? smoothed(previous.usual, previous.hour.events) : previous.usual,
    hour: newHour ? { at: hour, events: 1 } : { at: previous.hour.at, events: previous.hour.events + 1 },
    recent: [...previous.recent, event.event_id].slice(-KEPT_EVENT_IDS),
  };
}

function smoothed(usual: number | null, events: number): number {
  const mean = usual === null ? events : usual + USUAL_WEIGHT * (events - usual);
  return Math.round(mean * 1_000) / 1_000;
}

interface Judged {
  readonly next: OveractivityState;
  readonly findings: readonly Finding[];
}

/** One finding per episode, and one more when a medium one becomes high: else a case would stay medium for ever. */
function judgeRate(
  previous: OveractivityState,
  observed: OveractivityState,
  event: RecordedEvent,
  settings: OveractivityConfig,
): Judged {
  const events = eventsIn(observed.window);
  const episode = ongoingEpisode(previous, observed, events, settings);
  const severity = severityOf(events, settings);
  if (severity === undefined || episode?.told === 'high' || episode?.told === severity) {
    return { next: { ...observed, episode }, findings: [] };
  }
  const since = episode?.since ?? event.timestamp;
  return {
    next: { ...observed, episode: { since, told: severity, calm_minute: null } },
    findings: [rateFinding(observed, since, severity, events, event, settings)],
  };
}

function severityOf(events: number, settings: OveractivityConfig): 'medium' | 'high' | undefined {
  if (events >= settings.high_events_per_hour) return 'high';
  return events >= settings.medium_events_per_hour ? 'medium' : undefined;
}

function ongoingEpisode(
  previous: OveractivityState,
  observed: OveractivityState,
  events: number,
  settings: OveractivityConfig,
): Episode | null {
  const { episode } = previous;
  if (episode === null) return null;
  const half = settings.medium_events_per_hour / 2;
  const minute = Math.floor(observed.window.latest_ms / 60_000);
  const calmMinute = episode.calm_minute ?? calmFromMinute(previous.window, half);
  if (minute - calmMinute >= WINDOW_MINUTES) return null;
  return { ...episode, calm_minute: events < half ? calmMinute : null };
}

function rateFinding(
  { window, usual, recent }: OveractivityState,
  since: string,
  severity: Severity,
  events: number,
  event: RecordedEvent,
  settings: OveractivityConfig,
): Finding {
  const { top_type, ...monotony } = monotonyOf(window);
  return {
    kind: 'overactivity',
    severity,
    subject: `rate:${since}:${severity}`,
    score: Math.round((events / settings.medium_events_per_hour) * 100) / 100,
    evidence: {
      rule: 'rate',
      pattern: monotony.monotony >= settings.automation_monotony ? 'automation' : 'burnout',
      events_in_hour: events,
      threshold_events: severity === 'high' ? settings.high_events_per_hour : settings.medium_events_per_hour,
      usual_events_per_hour: usual,
      top_type,
      ...monotony,
      since,
      until: event.timestamp,
    },
    event_ids: recent,
  };
}

function judgeDay(state: OveractivityState, event: RecordedEvent, settings: OveractivityConfig): Judged {
  const day = state.days.find((known) => known.day === event.day);
  const hours = day === undefined ? 0 : hoursOf(day);
  if (day === undefined || day.told || hours <= settings.long_day_hours) return { next: state, findings: [] };
  const told = { ...day, told: true };
  const finding: Finding = {
    kind: 'overactivity',
    severity: 'medium',
    subject: `long_day:${day.day}`,
    score: Math.round((hours / settings.long_day_hours) * 100) / 100,
    evidence: {
      rule: 'long_day',
      pattern: 'burnout',
      day: day.day,
      time_zone: event.time_zone,
      active_hours: hours,
      threshold_hours: settings.long_day_hours,
      usual_events_per_hour: state.usual,
    },
    event_ids: state.recent,
  };
  return { next: { ...state, days: state.days.map((known) => (known === day ? told : known)) }, findings: [finding] };
}
