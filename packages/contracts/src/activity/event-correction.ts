import { z } from 'zod';
import { activityEvent } from '../event.ts';

const target = z.object({
  event_id: z.guid(),
  reason: z.string().trim().min(3).max(500).describe('Why; kept with the correction and in the audit.'),
});

/** An event is taken back: nothing counts it any more, and the log keeps it. */
export const voiding = target;
export type Voiding = z.infer<typeof voiding>;

/** What may be put in place of an event: everything but whose it is and where it came from. */
const changes = activityEvent
  .pick({ event_type: true, event_version: true, timestamp: true, payload: true, metadata: true })
  .partial();

export const replacing = target.extend({ event: changes.describe('The fields that change; the others stay.') });
export type Replacing = z.infer<typeof replacing>;

export const correctionAnswer = z.object({
  event_id: z.string().describe('The event that does not count any more.'),
  correction_id: z.string().describe('The event that says so.'),
  position: z.string().describe('Its place in the log.'),
  replaced_by: z.string().nullable(),
  duplicate: z.boolean().describe('It had been taken back in this way before.'),
});
export type CorrectionAnswer = z.infer<typeof correctionAnswer>;

export const correctionKind = z.enum(['voided', 'replaced', 'superseded']);
export type CorrectionKind = z.infer<typeof correctionKind>;

export const eventCorrection = z.object({
  kind: correctionKind,
  correction_id: z.string(),
  replaced_by: z.string().nullable(),
  reason: z.string().nullable(),
  recorded_at: z.string(),
});

/** How an event was taken back; null: it counts. */
export const correctionState = z.object({ correction: eventCorrection.nullable() });
export type CorrectionState = z.infer<typeof correctionState>;
