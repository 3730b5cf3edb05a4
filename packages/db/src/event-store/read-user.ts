import { laneOf } from '@activity-hub/contracts/lane';
import type { Sql } from '../postgres/client.ts';
import type { LaneEvent } from './event-store.ts';
import { type RecordedEventRow, recordedEventColumns, recordedEventOf } from './recorded-event-row.ts';

/**
 * Everything of a user stands in one lane, so its offset is the user's order. The inner select is
 * materialised to keep the planner on the user's index: with the limit in sight it would rather walk
 * the whole lane and filter.
 */
export async function readUser(
  sql: Sql,
  userId: string,
  afterOffset: number,
  limit: number,
): Promise<readonly LaneEvent[]> {
  const lane = laneOf({ user_id: userId, event_id: '' });
  const rows = await sql<RecordedEventRow[]>`
    with event as materialized (
      select * from event where user_id = ${userId} and lane = ${lane} and "offset" > ${afterOffset})
    select ${recordedEventColumns(sql)} from event order by "offset" limit ${limit}`;
  return rows.map((row) => ({ offset: row.offset, event: recordedEventOf(row) }));
}
