import { z } from 'zod';

/**
 * What became of a refused event. `resubmitting`: somebody is at it, or a process died over it; the next
 * one who repairs it first finishes what was begun, so that it is never loaded twice.
 */
export const refusedStates = ['open', 'resubmitting', 'resubmitted', 'discarded'] as const;
export type RefusedState = (typeof refusedStates)[number];

/** How the kept bytes are to be read: in the shape in which the producer spoke. */
export const refusedFormats = ['event', 'cloudevents', 'xapi', 'segment', 'ory'] as const;
export type RefusedFormat = (typeof refusedFormats)[number];

/** Why something was refused, and where. */
export const refusalFault = z.object({ code: z.string(), detail: z.string(), pointer: z.string() });
export type RefusalFault = z.infer<typeof refusalFault>;

/** How a refused event was settled. */
export const refusedSettlement = z.object({
  at: z.string(),
  by: z.string().describe('Name of the person or key.'),
  event_id: z.string().nullable().describe('Under which it was recorded.'),
  position: z.string().nullable(),
  events: z.int().nullable().describe('More than one where a whole batch had been refused.'),
  reason: z.string().nullable().describe('Why it was discarded.'),
});
export type RefusedSettlement = z.infer<typeof refusedSettlement>;

/** A refused event in a list. */
export const refusedRow = z.object({
  refused_id: z.string(),
  received_at: z.string(),
  source_system: z.string().nullable().describe('Of the key; else as the sender claims it.'),
  event_id: z.string().nullable().describe('As the sender claims it; so is the type.'),
  event_type: z.string().nullable(),
  code: z.string(),
  detail: z.string(),
  pointer: z.string(),
  group_id: z.string().describe('Shared by everything refused for the same reason.'),
  surface: z.string(),
  format: z.string(),
  key_id: z.string().nullable(),
  state: z.enum(refusedStates),
  attempts: z.int().describe('How often a repair was tried.'),
  raw_bytes: z.int().describe('Bytes as sent.'),
  raw_truncated: z.boolean().describe('Only the beginning was kept: it can be repaired only with a full text.'),
  beginning: z.string().describe('The first 160 characters of what was sent, readable ones only.'),
  settlement: refusedSettlement.nullable(),
});
export type RefusedRow = z.infer<typeof refusedRow>;

/** An event that was refused, kept with its bytes so that it can be repaired. */
export const refusedEvent = refusedRow.extend({
  raw: z.string().describe('What was sent; base64 when raw_encoding says so.'),
  raw_encoding: z.enum(['utf8', 'base64']),
  repaired: z.string().nullable().describe('The text of the last repair; the bytes as sent are kept beside it.'),
  last_fault: refusalFault.nullable().describe('Why the last repair was refused.'),
});
export type RefusedEvent = z.infer<typeof refusedEvent>;
