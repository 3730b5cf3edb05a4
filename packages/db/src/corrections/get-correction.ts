import type { CorrectionKind } from '@activity-hub/contracts/activity/event-correction';
import type { Sql } from '../postgres/client.ts';

export interface CorrectionRow {
  readonly kind: CorrectionKind;
  readonly corrected_by: string;
  readonly reason: string | null;
  readonly recorded_at: string;
  /** What counts instead. */
  readonly replaced_by: string | null;
}

/** How an event was taken back; undefined: it counts. */
export async function getCorrection(sql: Sql, eventId: string): Promise<CorrectionRow | undefined> {
  const [row] = await sql<CorrectionRow[]>`
    select taken.kind, taken.corrected_by, taken.reason, taken.recorded_at, correction.payload->>'replaced_by' as replaced_by
    from event_correction as taken
    join event as correction on correction.lane = taken.lane and correction."offset" = taken."offset"
      and correction.recorded_at = taken.recorded_at
    where taken.event_id = ${eventId}`;
  return row;
}
