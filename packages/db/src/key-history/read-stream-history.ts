import type { RecordedEvent } from '@activity-hub/contracts/event';
import { compareOccurred } from '@activity-hub/contracts/occurred-order';
import { eventsOfColumns, type LaneColumns } from '../event-store/lane-columns.ts';
import { type RecordedEventRow, recordedEventColumns, recordedEventOf } from '../event-store/recorded-event-row.ts';
import type { Sql } from '../postgres/client.ts';
import { notCorrected } from '../queries/not-corrected.ts';
import type { HistoryPage } from './history-page.ts';
import { streamPlace } from './stream-place.ts';

export interface StreamHistory extends HistoryPage {
  readonly user_id: string | null;
  /** Counts only where there is no user. */
  readonly session_id: string | null;
  readonly lane: number;
  readonly upTo: number;
  /** First and last day that can matter. */
  readonly days: readonly [string, string] | undefined;
}

/**
 * The events of one stream up to an offset, in order of occurrence, without those that were taken back. Of a user
 * by the index; of a session without a user by a walk of its lane, which is slow and rare.
 */
export function readStreamHistory(sql: Sql, query: StreamHistory): Promise<readonly RecordedEvent[]> {
  const { user_id } = query;
  return user_id === null ? ofSession(sql, query) : ofUser(sql, { ...query, user_id });
}

async function ofUser(
  sql: Sql,
  query: StreamHistory & { readonly user_id: string },
): Promise<readonly RecordedEvent[]> {
  const rows = await sql<LaneColumns[]>`select * from read_stream(${streamPlace(sql, query)})`;
  return rows
    .flatMap((columns) => eventsOfColumns(query.lane, columns).map(({ event }) => event))
    .sort(compareOccurred);
}

async function ofSession(
  sql: Sql,
  { session_id, lane, upTo, days, after, limit }: StreamHistory,
): Promise<readonly RecordedEvent[]> {
  const rows = await sql<RecordedEventRow[]>`
    select ${recordedEventColumns(sql)} from event
    where event.user_id is null and event.session_id is not distinct from ${session_id}::uuid
      and event.lane = ${lane} and event."offset" <= ${upTo}
      ${days === undefined ? sql`` : sql`and event.day between ${days[0]} and ${days[1]}`}
      ${after === undefined ? sql`` : sql`and (event.occurred_at, event.event_id) > (${after.timestamp}, ${after.event_id})`}
      ${notCorrected(sql)}
    order by event.occurred_at, event.event_id limit ${limit}`;
  return rows.map(recordedEventOf);
}
