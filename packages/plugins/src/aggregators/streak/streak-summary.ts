import { type StreakType, streakTypes } from '@activity-hub/contracts/activity/user-activity';
import { instantText } from '@activity-hub/contracts/calendar';
import type { Spans } from './spans.ts';
import { graceOf, type StreakConfig } from './streak-config.ts';
import { streakPeriods } from './streak-period.ts';
import { bestOf, breaksAtMs, frozenPeriods, type StreakTrack } from './streak-track.ts';
import { type Streak, type StreakRules, streaksOf } from './streaks-of.ts';

export type StreakState = { readonly [type in StreakType]: StreakTrack } & {
  /** Frozen days. */
  readonly frozen: Spans;
};

export interface TrackSummary {
  readonly rules: StreakRules;
  readonly streaks: readonly Streak[];
  readonly newest: Streak | undefined;
  readonly best: number;
  readonly breaksAt: number | undefined;
}

/** What a state says under a configuration. */
export interface StreakSummary {
  readonly tracks: Readonly<Record<StreakType, TrackSummary>>;
  readonly deadline: string | undefined;
}

interface Remembered {
  readonly state: StreakState;
  readonly config: StreakConfig;
  readonly summary: StreakSummary;
}

/** The last two states a fold asks about, before and after an event. */
let newer: Remembered | undefined;
let older: Remembered | undefined;

/**
 * Remembered for the last states: hosts ask several times per event, and most events fall on a day that is active already.
 * A weak map of all states was gone through by every collection of garbage.
 */
export function summaryOf(state: StreakState, config: StreakConfig): StreakSummary {
  if (newer?.state === state && newer.config === config) return newer.summary;
  if (older?.state === state && older.config === config) return older.summary;
  const summary = summarize(state, config);
  older = newer;
  newer = { state, config, summary };
  return summary;
}

export function rulesOf(type: StreakType, frozen: Spans, config: StreakConfig): StreakRules {
  return { grace: graceOf(config, type), frozen: frozenPeriods(frozen, streakPeriods[type]) };
}

function summarize(state: StreakState, config: StreakConfig): StreakSummary {
  const tracks = { daily: trackOf('daily', state, config), weekly: trackOf('weekly', state, config) };
  const deadlines = streakTypes.flatMap((type) => tracks[type].breaksAt ?? []);
  return {
    tracks,
    deadline: deadlines.length === 0 ? undefined : instantText(Math.min(...deadlines)),
  };
}

/** The week stays what it was with most days that are new. */
function trackOf(type: StreakType, state: StreakState, config: StreakConfig): TrackSummary {
  const before = newer;
  const isSame =
    before?.config === config && before.state[type] === state[type] && before.state.frozen === state.frozen;
  return isSame ? before.summary.tracks[type] : summarizeTrack(type, state, config);
}

function summarizeTrack(type: StreakType, state: StreakState, config: StreakConfig): TrackSummary {
  const track = state[type];
  const rules = rulesOf(type, state.frozen, config);
  const streaks = streaksOf(track.spans, rules);
  const newest = streaks.at(-1);
  return {
    rules,
    streaks,
    newest,
    best: bestOf(track, streaks),
    breaksAt: breaksAtMs(track, newest, streakPeriods[type], rules),
  };
}
