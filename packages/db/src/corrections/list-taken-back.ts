import type { RecordedEvent } from '@activity-hub/contracts/event';
import { laneOf } from '@activity-hub/contracts/lane';
import type { ProcessorRef } from '../checkpoints/consumer-store.ts';
import { type RecordedEventRow, recordedEventColumns, recordedEventOf } from '../event-store/recorded-event-row.ts';
import type { Sql } from '../postgres/client.ts';

export interface TakenBackEvent {
  readonly event: RecordedEvent;
  /** voided or replaced */
  readonly kind: string;
}

/** Where to look: in the stream of a user, or among the events that were handed on to a key. */
export type TakenBackSearch = { readonly limit: number } & (
  | { readonly user_id: string; readonly days: readonly [string, string] | undefined }
  | { readonly inbox: ProcessorRef; readonly key: string }
);

/**
 * Events that people took back, newest first. By way of the corrections, which are few and stand in the lane of what they take
 * back: to look for one of each event of a long stream takes as long as to fold it.
 */
export async function listTakenBack(sql: Sql, search: TakenBackSearch): Promise<readonly TakenBackEvent[]> {
  const rows = await sql<(RecordedEventRow & { kind: string })[]>`
    select ${recordedEventColumns(sql)}, taken.kind
    from (select event_id, kind from event_correction
        where kind <> 'superseded' ${'inbox' in search ? sql`` : sql`and lane = ${laneOf({ ...search, event_id: '' })}`}) as taken
      cross join lateral (select * from event_key where event_key.event_id = taken.event_id limit 1) as key
      cross join lateral (
        select * from event where event.lane = key.lane and event."offset" = key."offset"
          and event.recorded_at = key.recorded_at limit 1) as event
    where ${'inbox' in search ? handedOn(sql, search) : ofUser(sql, search)}
    order by event.occurred_at desc, event.event_id desc limit ${search.limit}`;
  return rows.map((row) => ({ event: recordedEventOf(row), kind: row.kind }));
}

function ofUser(sql: Sql, { user_id, days }: Extract<TakenBackSearch, { user_id: string }>) {
  return sql`event.user_id = ${user_id} ${days === undefined ? sql`` : sql`and event.day between ${days[0]} and ${days[1]}`}`;
}

function handedOn(sql: Sql, { inbox, key }: Extract<TakenBackSearch, { inbox: ProcessorRef }>) {
  return sql`(event.lane, event."offset") in (
    select lane, "offset" from inbox
    where processor = ${inbox.processor} and version = ${inbox.version} and key = ${key})`;
}
