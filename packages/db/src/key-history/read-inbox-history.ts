import type { RecordedEvent } from '@activity-hub/contracts/event';
import type { ProcessorRef } from '../checkpoints/consumer-store.ts';
import { type RecordedEventRow, recordedEventColumns, recordedEventOf } from '../event-store/recorded-event-row.ts';
import type { Sql } from '../postgres/client.ts';
import { notCorrected } from '../queries/not-corrected.ts';
import type { HistoryPage } from './history-page.ts';

export interface InboxHistory extends HistoryPage {
  /** Whose inbox it is. */
  readonly inbox: ProcessorRef;
  readonly key: string;
  readonly upTo: number;
}

/** The events of one key of an inbox up to a place, in order of occurrence, without those that were taken back. */
export async function readInboxHistory(sql: Sql, query: InboxHistory): Promise<readonly RecordedEvent[]> {
  const { inbox, key, upTo, after, limit } = query;
  const rows = await sql<RecordedEventRow[]>`
    select ${recordedEventColumns(sql)} from (
      select lane, "offset" from inbox
      where processor = ${inbox.processor} and version = ${inbox.version} and key = ${key} and place <= ${upTo}) as held
    cross join lateral (
      select * from event where event.lane = held.lane and event."offset" = held."offset" limit 1) as event
    where true ${notCorrected(sql)}
      ${after === undefined ? sql`` : sql`and (event.occurred_at, event.event_id) > (${after.timestamp}, ${after.event_id})`}
    order by event.occurred_at, event.event_id limit ${limit}`;
  return rows.map(recordedEventOf);
}
