import { type RecordedEventRow, recordedEventColumns } from '../event-store/recorded-event-row.ts';
import type { Sql } from '../postgres/client.ts';
import { notCorrected } from './not-corrected.ts';
import { textList } from './text-list.ts';

export interface ActiveDay {
  readonly day: string;
  readonly events: number;
}

/** Days on which a user was active, newest first, with one day more than the limit. */
export async function listDays(
  sql: Sql,
  query: { readonly user_id: string; readonly before: string | undefined; readonly limit: number },
): Promise<readonly ActiveDay[]> {
  return sql<ActiveDay[]>`
    select event.day, count(*) as events
    from event
    where event.user_id = ${query.user_id}::text::uuid ${notCorrected(sql)}
      ${query.before === undefined ? sql`` : sql`and event.day < ${query.before}::text::date`}
    group by event.day
    order by event.day desc
    limit ${query.limit + 1}`;
}

/**
 * The newest events of each of the days. A calendar day of any zone lies within 14 hours before and
 * after its day in UTC, which lets the index on the time of occurrence bound what is read.
 */
export async function listDayEntries(
  sql: Sql,
  query: { readonly user_id: string; readonly days: readonly string[]; readonly perDay: number },
): Promise<readonly RecordedEventRow[]> {
  if (query.days.length === 0) return [];
  return sql<RecordedEventRow[]>`
    select ${recordedEventColumns(sql)}
    from unnest(${textList(sql, query.days)}::date[]) as wanted(day)
    cross join lateral (
      select event.*
      from event
      where event.user_id = ${query.user_id}::text::uuid
        and event.day = wanted.day
        and event.occurred_at >= (wanted.day::timestamp - interval '14 hours') at time zone 'UTC'
        and event.occurred_at < (wanted.day::timestamp + interval '38 hours') at time zone 'UTC'
      order by event.occurred_at desc, event.event_id desc
      limit ${query.perDay}
    ) as event
    order by event.day desc, event.occurred_at desc, event.event_id desc`;
}
