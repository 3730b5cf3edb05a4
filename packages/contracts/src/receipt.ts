import { z } from 'zod';

/** Proof that an event is durable: the same for the first answer and for every repeat. */
export const receipt = z.object({
  event_id: z.string(),
  position: z.string().describe('Opaque place in the log.'),
  recorded_at: z.string(),
  digest: z.string().describe('SHA-256 over salt and canonical form, hex.'),
});
export type Receipt = z.infer<typeof receipt>;

/** What became of `wait`: whether a read model has seen the events, and how many of them it had not when the time was over. */
export const waited = z.object({ read_model: z.string(), seen: z.boolean(), lag_events: z.int() });
export type Waited = z.infer<typeof waited>;

/**
 * The verdict on one sent event. A conflict names the digest of the kept and of the sent content only
 * to the source that owns the id.
 */
export const verdict = z.discriminatedUnion('status', [
  z.object({ status: z.literal('accepted'), duplicate: z.literal(false), receipt, waited: waited.optional() }),
  z.object({ status: z.literal('duplicate'), duplicate: z.literal(true), receipt, waited: waited.optional() }),
  z.object({
    status: z.literal('conflict'),
    event_id: z.string(),
    code: z.literal('event_id_conflict'),
    detail: z.string(),
    kept_digest: z.string().optional(),
    sent_digest: z.string().optional(),
  }),
  z.object({
    status: z.literal('refused'),
    event_id: z.string().nullable(),
    code: z.string(),
    detail: z.string(),
    pointer: z.string(),
    refused_id: z.string().nullable().describe('Under which the refused event is kept.'),
  }),
]);
export type Verdict = z.infer<typeof verdict>;

/** The answer to a batch: one verdict per sent event, in the order sent. */
export const batchAnswer = z.object({
  accepted: z.int(),
  duplicates: z.int(),
  refused: z.int(),
  conflicts: z.int(),
  items: z.array(verdict),
  waited: waited.optional().describe('Of all events of the batch, when that was asked for.'),
});
export type BatchAnswer = z.infer<typeof batchAnswer>;
