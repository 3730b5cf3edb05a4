import type { EventRow } from '@activity-hub/contracts/activity/event-search';
import { type RecordedEventRow, recordedEventOf } from '@activity-hub/db/event-store/recorded-event-row';
import type { Sql } from '@activity-hub/db/postgres/client';
import { markedEventsOf } from './marked-events-of.ts';
import { payloadSummary } from './payload-summary.ts';

/** Lines of a list, in its order: payloads stay behind, a summary of each comes along, and how it was taken back. */
export async function eventRowsOf(sql: Sql, rows: readonly RecordedEventRow[]): Promise<EventRow[]> {
  const events = await markedEventsOf(sql, rows.map(recordedEventOf));
  return events.map((event) => {
    const { payload, metadata: _, ...rest } = event;
    return { ...rest, payload_summary: payloadSummary(payload) };
  });
}
