import type { EventRow } from '@activity-hub/contracts/activity/event-search';
import type { CorrectionKinds } from '@activity-hub/db/corrections/list-correction-kinds';
import { type RecordedEventRow, recordedEventOf } from '@activity-hub/db/event-store/recorded-event-row';
import { payloadSummary } from './payload-summary.ts';

/** One line of a list: the payload stays behind, a summary of it comes along. */
export function eventRowOf(row: RecordedEventRow, kinds: CorrectionKinds): EventRow {
  const { payload, metadata: _, ...rest } = recordedEventOf(row);
  return { ...rest, payload_summary: payloadSummary(payload), correction: kinds.get(row.event_id) ?? null };
}
