import { type StreakType, streakTypes } from '@activity-hub/contracts/activity/user-activity';
import { instantText } from '@activity-hub/contracts/calendar';
import type { JsonObject } from '@activity-hub/contracts/event';
import type { StreakConfig } from './streak-config.ts';
import { streakPeriods } from './streak-period.ts';
import { type StreakState, summaryOf, type TrackSummary } from './streak-summary.ts';
import type { StreakTrack } from './streak-track.ts';
import type { Streak } from './streaks-of.ts';

const MAX_SHOWN = 60;

/** What queries show of a person's streaks. */
export function viewOf(state: StreakState, config: StreakConfig): JsonObject {
  const { tracks } = summaryOf(state, config);
  return {
    streaks: streakTypes.flatMap((type) => describeTrack(type, state[type], tracks[type])),
    frozen: state.frozen
      .slice(-MAX_SHOWN)
      .toReversed()
      .map(([first, last]) => ({
        start: streakPeriods.daily.startOf(first),
        end: streakPeriods.daily.startOf(last),
      })),
  };
}

function describeTrack(type: StreakType, track: StreakTrack, summary: TrackSummary): JsonObject[] {
  const { streaks, newest, best, breaksAt } = summary;
  if (newest === undefined) return [];
  const { start, end: last, count } = describeStreak(type, newest);
  return [
    {
      streak_type: type,
      start,
      last,
      count,
      best,
      time_zone: track.zone,
      breaks_at: breaksAt === undefined ? null : instantText(breaksAt),
      spans: streaks
        .slice(-MAX_SHOWN)
        .toReversed()
        .map((streak) => describeStreak(type, streak)),
    },
  ];
}

export function describeStreak(type: StreakType, { first, last, count }: Streak) {
  const period = streakPeriods[type];
  return { start: period.startOf(first), end: period.startOf(last), count };
}
