import { z } from 'zod';
import { eventRow } from './event-search.ts';
import { freshness } from './freshness.ts';

export const scorePeriods = ['hourly', 'daily', 'weekly', 'monthly'] as const;
export type ScorePeriod = (typeof scorePeriods)[number];

/**
 * The activity score of one user: the sum of the weights of the events of each window. Oldest first;
 * windows without scored events are left out; at most the newest 1,000 of the range.
 */
export const userScore = z.object({
  user_id: z.string(),
  period: z.enum(scorePeriods),
  points: z.array(
    z.object({
      start: z.string().describe('Day, Monday, first of month, or hour with offset; in the zone of the events.'),
      score: z.number(),
      events: z.int(),
      counts: z.record(z.string(), z.int()).describe('Events by type.'),
    }),
  ),
  total: z.number().describe('Sum over the points shown.'),
  freshness,
});
export type UserScore = z.infer<typeof userScore>;

export const streakTypes = ['daily', 'weekly'] as const;
export type StreakType = (typeof streakTypes)[number];

export const streakSpan = z.object({
  start: z.string().describe('First day, or the Monday of the first week.'),
  end: z.string().describe('Last day, or the Monday of the last week.'),
  count: z.int(),
});

export const userStreak = z.object({
  streak_type: z.enum(streakTypes),
  current: z.int().describe('0 when the last streak is broken.'),
  best: z.int(),
  active: z.boolean(),
  at_risk: z.boolean().describe('Active, but without activity in the running day or week.'),
  start: z.string().nullable(),
  last: z.string().nullable(),
  breaks_at: z.string().nullable().describe('The instant at which it breaks unless something happens.'),
  time_zone: z.string(),
  spans: z.array(streakSpan).describe('Newest first.'),
});
export type UserStreak = z.infer<typeof userStreak>;

export const userStreaks = z.object({ user_id: z.string(), streaks: z.array(userStreak), freshness });
export type UserStreaks = z.infer<typeof userStreaks>;

export const timelineDay = z.object({
  day: z.string(),
  time_zone: z.string(),
  event_count: z.int(),
  entries: z.array(eventRow).describe('Newest first, at most 50; use the event search for the rest.'),
});
export const userTimeline = z.object({
  user_id: z.string(),
  days: z.array(timelineDay),
  next_cursor: z.string().nullable(),
  freshness,
});
export type UserTimeline = z.infer<typeof userTimeline>;

export const userSummary = z.object({
  user_id: z.string(),
  display_name: z.string().nullable().describe('As the directory of participants has it.'),
  first_event_at: z.string().nullable(),
  last_event_at: z.string().nullable(),
  time_zone: z.string().nullable(),
  total_events: z.int(),
  events_by_family: z.record(z.string(), z.int()),
  score: z.object({
    day: z.number(),
    week: z.number(),
    month: z.number(),
    previous_day: z.number(),
    previous_week: z.number(),
    previous_month: z.number(),
  }),
  top_types: z
    .array(z.object({ event_type: z.string(), events: z.int() }))
    .describe('Of the last 30 days with activity, largest first.'),
  streaks: z.array(userStreak),
  open_cases: z.int(),
  freshness,
});
export type UserSummary = z.infer<typeof userSummary>;

export const userList = z.object({
  items: z.array(
    z.object({
      user_id: z.string(),
      display_name: z.string().nullable(),
      last_event_at: z.string(),
      events: z.int(),
    }),
  ),
  freshness,
});
export type UserList = z.infer<typeof userList>;
