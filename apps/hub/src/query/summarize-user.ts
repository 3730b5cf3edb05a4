import type { UserSummary } from '@activity-hub/contracts/activity/user-activity';
import { addDays, dayIn, monthOf, weekOf } from '@activity-hub/contracts/calendar';
import { categoryOf } from '@activity-hub/contracts/topic';
import { countOpenCases } from '@activity-hub/db/queries/count-open-cases';
import { countUserEvents } from '@activity-hub/db/queries/count-user-events';
import type { LogProgress } from '@activity-hub/db/queries/read-progress';
import { userTimeZone } from '@activity-hub/db/queries/user-time-zone';
import { countsBy } from './counts-by.ts';
import type { QuerySources } from './query-sources.ts';
import { readStreaks } from './read-streaks.ts';
import { readScorePoints, type ScorePoint } from './score-windows.ts';

const topTypes = 8;
/** Enough to hold the running window and the one before it, also when events lie a little ahead of the clock. */
const recentWindows = 4;
const recentDays = 30;

/** A person at a glance: counts from the log, scores and streaks from their processors. */
export async function summarizeUser(
  sources: QuerySources,
  progress: LogProgress,
  userId: string,
): Promise<Omit<UserSummary, 'freshness' | 'display_name'>> {
  const { sql } = sources;
  const points = (period: 'daily' | 'weekly' | 'monthly', limit: number): Promise<ScorePoint[]> =>
    readScorePoints(sql, progress, { user_id: userId, period, limit });
  const [counts, zone, openCases, streaks, days, weeks, months] = await Promise.all([
    countUserEvents(sql, userId),
    userTimeZone(sql, userId),
    countOpenCases(sql, userId),
    readStreaks(sources, progress, userId),
    points('daily', recentDays),
    points('weekly', recentWindows),
    points('monthly', recentWindows),
  ]);
  const types = countsBy(days.flatMap((day) => Object.entries(day.counts)));
  return {
    user_id: userId,
    first_event_at: counts.map((count) => count.first_at).sort()[0] ?? null,
    last_event_at:
      counts
        .map((count) => count.last_at)
        .sort()
        .at(-1) ?? null,
    time_zone: zone ?? null,
    total_events: counts.reduce((sum, count) => sum + count.events, 0),
    events_by_family: countsBy(counts.map((count) => [categoryOf(count.event_type), count.events])),
    score: scoreNow(days, weeks, months, dayIn(zone ?? sources.defaultTimeZone, sources.clock())),
    top_types: Object.entries(types)
      .map(([eventType, events]) => ({ event_type: eventType, events }))
      .sort((a, b) => b.events - a.events || a.event_type.localeCompare(b.event_type))
      .slice(0, topTypes),
    streaks,
    open_cases: openCases,
  };
}

/** The running windows of the person's own calendar and those before them; a window without events scores 0. */
function scoreNow(
  days: readonly ScorePoint[],
  weeks: readonly ScorePoint[],
  months: readonly ScorePoint[],
  today: string,
): UserSummary['score'] {
  const scoreOf = (points: readonly ScorePoint[], start: string): number =>
    points.find((point) => point.start === start)?.score ?? 0;
  return {
    day: scoreOf(days, today),
    week: scoreOf(weeks, weekOf(today)),
    month: scoreOf(months, monthOf(today)),
    previous_day: scoreOf(days, addDays(today, -1)),
    previous_week: scoreOf(weeks, weekOf(addDays(today, -7))),
    previous_month: scoreOf(months, monthOf(addDays(monthOf(today), -1))),
  };
}
