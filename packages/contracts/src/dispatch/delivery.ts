import { z } from 'zod';
import { attemptErrorCodes, failureCodes } from './failure-code.ts';

/** `dead`: out of tries, refused for good, or its filter or template threw. It can be redriven. */
export const deliveryStates = ['pending', 'delivered', 'dead', 'discarded'] as const;
export type DeliveryState = (typeof deliveryStates)[number];

const reasonCode = z
  .enum(failureCodes)
  .nullable()
  .describe('What the reason says, with the status; null: there is none, or it is what a person wrote.');

/** The duty to hand one event to one subscription. */
export const delivery = z.object({
  delivery_id: z.string().describe('Opaque.'),
  subscription_id: z.string(),
  webhook_id: z.string().describe('The same on every attempt: receivers know repeats by it.'),
  event_id: z.string(),
  event_type: z.string(),
  user_id: z.string().nullable(),
  state: z.enum(deliveryStates),
  edited: z.boolean().describe('Another body than the event gave was put in its place.'),
  recorded_at: z.string(),
  matched_at: z.string(),
  attempts: z.int(),
  next_attempt_at: z.string().nullable(),
  finished_at: z.string().nullable(),
  latency_ms: z.number().nullable().describe('From recording to the end.'),
  last_status: z.int().nullable(),
  reason: z.string().nullable(),
  reason_code: reasonCode,
});
export type Delivery = z.infer<typeof delivery>;

/** Loose, because an endless list of tRPC adds a direction. */
export const deliverySearch = z.object({
  subscription_id: z.guid(),
  state: z.enum(deliveryStates).optional(),
  event_id: z.guid().optional(),
  fingerprint: z.string().max(200).optional().describe('Of a group of dead letters.'),
  cursor: z.string().max(500).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export type DeliverySearch = z.infer<typeof deliverySearch>;

export const deliveryPage = z.object({ items: z.array(delivery), next_cursor: z.string().nullable() });
export type DeliveryPage = z.infer<typeof deliveryPage>;

/** One try. Secrets in headers are masked. */
export const attempt = z.object({
  attempt: z.int(),
  at: z.string(),
  duration_ms: z.number(),
  outcome: z.enum(['delivered', 'retry', 'exhausted', 'rejected', 'disabled']),
  status: z.int().nullable(),
  error_code: z.enum(attemptErrorCodes).nullable(),
  reason: z.string().nullable(),
  url: z.string().nullable(),
  address: z.string().nullable().describe('The address it connected to.'),
  request_headers: z.record(z.string(), z.string()),
  request_body: z.string().nullable().describe('The first 16 KiB.'),
  response_headers: z.record(z.string(), z.string()).nullable(),
  response_body: z.string().nullable().describe('The first 16 KiB.'),
  response_truncated: z.boolean(),
});
export type Attempt = z.infer<typeof attempt>;

export const deliveryQuery = z.strictObject({ subscription_id: z.guid(), delivery_id: z.string().min(1).max(200) });
export type DeliveryQuery = z.infer<typeof deliveryQuery>;

export const deliveryDetail = z.object({
  delivery,
  body: z.json().nullable().describe('What is sent; null when its template throws.'),
  attempts: z.array(attempt),
});
export type DeliveryDetail = z.infer<typeof deliveryDetail>;

/** Dead letters that failed alike. */
export const deadLetterGroup = z.object({
  subscription_id: z.string(),
  subscription_name: z.string(),
  fingerprint: z.string(),
  reason: z.string().describe('Of the latest.'),
  last_status: z.int().nullable(),
  count: z.int(),
  first_at: z.string(),
  last_at: z.string(),
  event_types: z.array(z.string()).describe('At most 5.'),
});
export type DeadLetterGroup = z.infer<typeof deadLetterGroup>;

export const deadLetterGroups = z.object({
  items: z.array(deadLetterGroup.extend({ reason_code: reasonCode })),
  total: z.int(),
});
export type DeadLetterGroups = z.infer<typeof deadLetterGroups>;

/** Sends once more, also what was delivered; `body` replaces what the event gave. */
export const resending = z.strictObject({
  subscription_id: z.guid(),
  delivery_id: z.string().min(1).max(200),
  body: z.json().optional().describe('Edited; shown with its difference before it is sent.'),
});
export type Resending = z.infer<typeof resending>;

/** Pull: takes what is due, under a lease. */
export const pullRequest = z.strictObject({
  subscription_id: z.guid(),
  limit: z.int().min(1).max(500).default(100),
  lease_seconds: z.int().min(5).max(600).default(60).describe('Not acknowledged by then, it comes again.'),
});
export type PullRequest = z.infer<typeof pullRequest>;

export const pulledDeliveries = z.object({
  items: z.array(z.object({ ack_id: z.string(), webhook_id: z.string(), attempt: z.int(), body: z.json() })),
});
export type PulledDeliveries = z.infer<typeof pulledDeliveries>;

export const acknowledgement = z.strictObject({
  subscription_id: z.guid(),
  ack_ids: z.array(z.string().max(200)).min(1).max(500),
  outcome: z.enum(['delivered', 'retry', 'reject']).default('delivered'),
  reason: z.string().max(500).optional(),
});
export type Acknowledgement = z.infer<typeof acknowledgement>;

export const acknowledged = z.object({
  acknowledged: z.int(),
  unknown: z.int().describe('Their lease had run out, or they were done before.'),
});
export type Acknowledged = z.infer<typeof acknowledged>;
