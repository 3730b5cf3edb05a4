import { type StreakType, streakTypes } from '@activity-hub/contracts/activity/user-activity';
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

const known = new WeakMap<StreakConfig, WeakMap<StreakState, StreakSummary>>();

/** Remembered per state: hosts ask per event, and most events fall on a day that is active already. */
export function summaryOf(state: StreakState, config: StreakConfig): StreakSummary {
  let summaries = known.get(config);
  if (summaries === undefined) {
    summaries = new WeakMap();
    known.set(config, summaries);
  }
  let summary = summaries.get(state);
  if (summary === undefined) {
    summary = summarize(state, config);
    summaries.set(state, summary);
  }
  return summary;
}

export function rulesOf(type: StreakType, frozen: Spans, config: StreakConfig): StreakRules {
  return { grace: graceOf(config, type), frozen: frozenPeriods(frozen, streakPeriods[type]) };
}

function summarize(state: StreakState, config: StreakConfig): StreakSummary {
  const tracks = {
    daily: summarizeTrack('daily', state, config),
    weekly: summarizeTrack('weekly', state, config),
  };
  const deadlines = streakTypes.flatMap((type) => tracks[type].breaksAt ?? []);
  return {
    tracks,
    deadline: deadlines.length === 0 ? undefined : new Date(Math.min(...deadlines)).toISOString(),
  };
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
