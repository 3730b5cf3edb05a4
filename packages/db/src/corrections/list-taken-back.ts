import type { RecordedEvent } from '@activity-hub/contracts/event';
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

/** Events that people took back, newest first. */
export async function listTakenBack(sql: Sql, search: TakenBackSearch): Promise<readonly TakenBackEvent[]> {
  const rows = await sql<(RecordedEventRow & { kind: string })[]>`
    select ${recordedEventColumns(sql)}, taken.kind
    from event join event_correction as taken on taken.event_id = event.event_id
    where taken.kind <> 'superseded' ${'inbox' in search ? handedOn(sql, search) : ofUser(sql, search)}
    order by event.occurred_at desc, event.event_id desc limit ${search.limit}`;
  return rows.map((row) => ({ event: recordedEventOf(row), kind: row.kind }));
}

function ofUser(sql: Sql, { user_id, days }: Extract<TakenBackSearch, { user_id: string }>) {
  return sql`and event.user_id = ${user_id}
    ${days === undefined ? sql`` : sql`and event.day between ${days[0]} and ${days[1]}`}`;
}

function handedOn(sql: Sql, { inbox, key }: Extract<TakenBackSearch, { inbox: ProcessorRef }>) {
  return sql`and (event.lane, event."offset") in (
    select lane, "offset" from inbox
    where processor = ${inbox.processor} and version = ${inbox.version} and key = ${key})`;
}
