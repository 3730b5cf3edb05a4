import type { EventRow } from '@activity-hub/contracts/activity/event-search';
import { listCorrectionKinds } from '@activity-hub/db/corrections/list-correction-kinds';
import { type RecordedEventRow, recordedEventOf } from '@activity-hub/db/event-store/recorded-event-row';
import type { Sql } from '@activity-hub/db/postgres/client';
import { payloadSummary } from './payload-summary.ts';

/** Lines of a list, in its order: payloads stay behind, a summary of each comes along, and how it was taken back. */
export async function eventRowsOf(sql: Sql, rows: readonly RecordedEventRow[]): Promise<EventRow[]> {
  const ids = rows.map(({ event_id }) => event_id);
  const kinds = await listCorrectionKinds(sql, ids);
  return rows.map((row) => {
    const { payload, metadata: _, ...rest } = recordedEventOf(row);
    return { ...rest, payload_summary: payloadSummary(payload), correction: kinds.get(row.event_id) ?? null };
  });
}
