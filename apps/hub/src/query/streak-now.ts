import { streakSpan, streakTypes, type UserStreak } from '@activity-hub/contracts/activity/user-activity';
import { dayIn, weekOf } from '@activity-hub/contracts/calendar';
import { z } from 'zod';

/** What the `streak` aggregator shows of a person. It knows no clock, so whether a streak still runs is decided here. */
const streakView = z.object({
  streaks: z.array(
    z.object({
      streak_type: z.enum(streakTypes),
      start: z.string().nullable(),
      last: z.string().nullable(),
      count: z.int(),
      best: z.int(),
      time_zone: z.string(),
      breaks_at: z.string().nullable(),
      spans: z.array(streakSpan),
    }),
  ),
});

/** The streaks as they stand at an instant; the deadline event may come a little after the instant it is about. */
export function streaksAt(view: unknown, nowMs: number): UserStreak[] {
  return streakView.parse(view).streaks.map((streak) => {
    const active = streak.breaks_at !== null && nowMs < Date.parse(streak.breaks_at);
    const today = dayIn(streak.time_zone, nowMs);
    const running = streak.streak_type === 'daily' ? today : weekOf(today);
    return {
      streak_type: streak.streak_type,
      current: active ? streak.count : 0,
      best: streak.best,
      active,
      at_risk: active && streak.last !== null && streak.last < running,
      start: streak.start,
      last: streak.last,
      breaks_at: active ? streak.breaks_at : null,
      time_zone: streak.time_zone,
      spans: streak.spans,
    };
  });
}
