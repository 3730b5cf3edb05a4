import type { RecordedEvent } from '@activity-hub/contracts/event';
import { compareOccurred } from '@activity-hub/contracts/occurred-order';
import { eventsOfColumns, type LaneColumns } from '../event-store/lane-columns.ts';
import { type RecordedEventRow, recordedEventColumns, recordedEventOf } from '../event-store/recorded-event-row.ts';
import type { Sql } from '../postgres/client.ts';
import { notCorrected } from '../queries/not-corrected.ts';
import type { HistoryPage } from './history-page.ts';
import { streamInOrder } from './stream-in-order.ts';

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

/** Columns of up to 128 events, and of 32 of those that are not small, as one JSON array each: see `read_lanes`. */
async function ofUser(
  sql: Sql,
  query: StreamHistory & { readonly user_id: string },
): Promise<readonly RecordedEvent[]> {
  const rows = await sql<LaneColumns[]>`
    select json_agg("offset") as "offset", json_agg(recorded_at) as recorded_at, json_agg(occurred_at) as occurred_at,
      json_agg(received_at) as received_at, json_agg(sent_at) as sent_at, json_agg(event_id) as event_id,
      json_agg(event_type) as event_type, json_agg(event_version) as event_version,
      json_agg(source_system) as source_system, json_agg(user_id) as user_id, json_agg(session_id) as session_id,
      json_agg(causation_id) as causation_id, json_agg(correlation_id) as correlation_id, json_agg(origin) as origin,
      json_agg(time_zone) as time_zone, json_agg(day) as day, json_agg(payload) as payload,
      json_agg(metadata) as metadata, json_agg(context) as context
    from (select *, row_number() over () as number from ${streamInOrder(sql, query)}) as event
    group by case when pg_column_size(payload) + pg_column_size(metadata) + pg_column_size(context) > 512
      then -1 - (number >> 5) else number >> 7 end`;
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
