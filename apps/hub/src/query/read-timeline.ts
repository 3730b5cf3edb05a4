import type { EventRow } from '@activity-hub/contracts/activity/event-search';
import type { UserTimeline } from '@activity-hub/contracts/activity/user-activity';
import type { Sql } from '@activity-hub/db/postgres/client';
import { type ActiveDay, listDayEntries, listDays } from '@activity-hub/db/queries/list-days';
import { readLogProgress } from '@activity-hub/db/queries/read-progress';
import { encodeDayCursor, readDayCursor } from './day-cursor.ts';
import { eventRowsOf } from './event-rows-of.ts';
import { freshnessOfLog } from './freshness-of.ts';
import { maskEvent, type PersonalPaths } from './mask-event.ts';

const entriesPerDay = 50;

/** Days of a person, newest first, as they were fixed at recording: a later change of zone moves nothing. */
export async function readTimeline(
  sql: Sql,
  query: {
    readonly user_id: string;
    readonly cursor?: string | undefined;
    readonly days: number;
    readonly personalPathsOf: PersonalPaths;
  },
): Promise<UserTimeline> {
  const before = readDayCursor(query.cursor);
  const progress = await readLogProgress(sql);
  const found = await listDays(sql, { user_id: query.user_id, before, limit: query.days });
  const days = found.slice(0, query.days);
  const entries = await listDayEntries(sql, {
    user_id: query.user_id,
    days: days.map(({ day }) => day),
    perDay: entriesPerDay,
  });
  const masked = entries.map((row) => maskEvent(row, query.personalPathsOf));
  const rows = await eventRowsOf(sql, masked);
  const last = days.at(-1);
  return {
    user_id: query.user_id,
    days: days.map((day) => timelineDayOf(day, rows)),
    next_cursor: found.length > days.length && last !== undefined ? encodeDayCursor(last.day) : null,
    freshness: freshnessOfLog(progress),
  };
}

function timelineDayOf({ day, events }: ActiveDay, rows: readonly EventRow[]): UserTimeline['days'][number] {
  const entries = rows.filter((row) => row.day === day);
  // Somebody who travels has two zones in a day; the newest event knows where they are.
  return { day, time_zone: entries[0]?.time_zone ?? 'UTC', event_count: events, entries };
}
