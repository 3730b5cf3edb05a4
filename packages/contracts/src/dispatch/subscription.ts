import { z } from 'zod';
import { toldFaultCode } from '../activity/plugin.ts';
import { recordedEvent } from '../event.ts';
import { canonicalTopicPattern } from '../topic.ts';
import { destination, SUBSCRIPTION_LIMITS, shownDestination } from './destination.ts';
import { failureCodes } from './failure-code.ts';

const name = z.string().trim().min(1).max(120);
const topic = z
  .string()
  .max(255)
  .refine((text) => canonicalTopicPattern(text) !== undefined, {
    error: 'must be an event type or a pattern such as activity.learning.* or activity.**',
  })
  .transform((text) => canonicalTopicPattern(text) ?? text);
const topics = z.array(topic).min(1).max(SUBSCRIPTION_LIMITS.maxTopics);
const filter = z.string().trim().min(1).max(SUBSCRIPTION_LIMITS.maxFilterCharacters);

/** Where a subscription begins to read. `position`: behind this event in its lane, and now in all others. */
export const startFrom = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('now') }),
  z.strictObject({ kind: z.literal('beginning') }),
  z.strictObject({ kind: z.literal('time'), at: z.iso.datetime({ offset: true }) }).describe('By time of recording.'),
  z.strictObject({ kind: z.literal('cursor'), cursor: z.string().min(1).max(1_000) }),
]);
export type StartFrom = z.infer<typeof startFrom>;

const pace = {
  fifo: z.boolean().describe('Per user in the order of the log: an event waits until the one before it is done.'),
  concurrency: z.int().min(1).max(100).describe('Attempts at once.'),
  rate_per_second: z.int().min(1).max(10_000).nullable().describe('Attempts a second; null: unbounded.'),
};

export const subscriptionDraft = z.strictObject({
  name,
  topics: topics.describe('Event types or patterns.'),
  filter: filter.nullable().default(null).describe('CEL over `event`; null: all of the topics.'),
  template: z.json().nullable().default(null).describe('JSON with {{ CEL }} in its texts; null: the event itself.'),
  destination,
  from: startFrom.default({ kind: 'now' }),
  fifo: pace.fifo.default(false),
  concurrency: pace.concurrency.default(10),
  rate_per_second: pace.rate_per_second.default(null),
});
export type SubscriptionDraft = z.infer<typeof subscriptionDraft>;

/** What is left out stays as it is. Takes effect on the next event. */
export const subscriptionChange = z.strictObject({
  subscription_id: z.guid(),
  name: name.optional(),
  topics: topics.optional(),
  filter: filter.nullable().optional(),
  template: z.json().nullable().optional(),
  destination: destination.optional(),
  fifo: pace.fifo.optional(),
  concurrency: pace.concurrency.optional(),
  rate_per_second: pace.rate_per_second.optional(),
});
export type SubscriptionChange = z.infer<typeof subscriptionChange>;

/** `disabled` by the hub, because its endpoint kept failing or answered 410. */
export const subscriptionStates = ['active', 'paused', 'disabled'] as const;
export type SubscriptionState = (typeof subscriptionStates)[number];

/** Why the hub disabled it: no attempt succeeded for too long, or its endpoint answered 410. */
export const disabledCodes = ['failing', 'gone'] as const;
export type DisabledCode = (typeof disabledCodes)[number];

/** Of a day. `p95_ms`: of one attempt that delivered. */
export const deliveryHealth = z.object({
  delivered_24h: z.int(),
  failed_attempts_24h: z.int(),
  success_rate_24h: z.number().nullable().describe('Of attempts; null when there was none.'),
  p95_ms: z.number().nullable(),
  last_failure_at: z.string().nullable(),
  last_failure: z.string().nullable(),
  last_failure_code: z.enum(failureCodes).nullable(),
  last_failure_status: z.int().nullable(),
  hours: z.array(z.object({ hour: z.string(), delivered: z.int(), failed: z.int() })).describe('The last 24.'),
});
export type DeliveryHealth = z.infer<typeof deliveryHealth>;

/** matched = delivered + dead_lettered + discarded + pending, always. */
export const deliveryCounts = z.object({
  matched: z.int(),
  delivered: z.int(),
  dead_lettered: z.int(),
  discarded: z.int(),
  pending: z.int(),
  missing_key: z.int().describe('Events of its topics whose payload lacks a field of the filter: no match.'),
});
export type DeliveryCounts = z.infer<typeof deliveryCounts>;

export const subscriptionView = z.object({
  subscription_id: z.string(),
  name: z.string(),
  topics: z.array(z.string()),
  filter: z.string().nullable(),
  template: z.json().nullable(),
  destination: shownDestination,
  fifo: z.boolean(),
  concurrency: z.int(),
  rate_per_second: z.int().nullable(),
  state: z.enum(subscriptionStates),
  state_reason: z.string().nullable(),
  state_code: z.enum(disabledCodes).nullable().describe('What the reason says; null: the hub did not disable it.'),
  failing_since: z.string().nullable().describe('No attempt succeeded since.'),
  disables_at: z.string().nullable().describe('When it is disabled if it goes on failing.'),
  circuit: z.enum(['closed', 'open']).describe('Open: it failed so often that the hub lets it rest for a while.'),
  parked: z.boolean().describe('Too much waits: it reads on by its own cursor when there is room.'),
  behind_events: z.int().describe('Events of the log that it has not looked at yet.'),
  counts: deliveryCounts,
  secrets: z.array(
    z.object({
      secret_id: z.string(),
      kind: z.enum(['hmac', 'ed25519']),
      public_key: z.string().nullable(),
      created_at: z.string(),
      expires_at: z.string().nullable(),
    }),
  ),
  created_by: z.string(),
  created_at: z.string(),
  updated_at: z.string(),
});
export type SubscriptionView = z.infer<typeof subscriptionView>;

/** `secret` is told once: the hub keeps it encrypted. */
export const createdSubscription = z.object({
  subscription: subscriptionView,
  secret: z.string().nullable(),
});
export type CreatedSubscription = z.infer<typeof createdSubscription>;

export const subscriptionSearch = z.object({
  search: z.string().trim().min(1).max(200).optional().describe('Part of the name or of a topic.'),
  state: z.enum(subscriptionStates).optional(),
  cursor: z.string().max(512).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export type SubscriptionSearch = z.infer<typeof subscriptionSearch>;

/** Newest first. */
export const subscriptionPage = z.object({
  items: z.array(subscriptionView.extend({ health: deliveryHealth })),
  next_cursor: z.string().nullable(),
});
export type SubscriptionPage = z.infer<typeof subscriptionPage>;

/** The plugins that carry events out of the hub; see `destination` of kind `sink`. */
export const sinkList = z.object({
  items: z.array(
    z.object({
      sink_id: z.string(),
      version: z.string(),
      title: z.object({ en: z.string(), ru: z.string() }),
      description: z.object({ en: z.string(), ru: z.string() }),
      topics: z.array(z.string()),
      config_schema: z.record(z.string(), z.json()),
      provenance: z.enum(['shipped', 'installed']),
      network: z
        .array(z.string())
        .describe('Of an installed one: the only hosts it may ask; one in braces names the setting that holds it.'),
      reason: z.string().nullable().describe('Why it cannot run and takes no subscription.'),
      ...toldFaultCode,
    }),
  ),
});
export type SinkList = z.infer<typeof sinkList>;

/** `overlap_hours`: how long the old secret signs too. */
export const secretRotation = z.strictObject({
  subscription_id: z.guid(),
  kind: z.enum(['hmac', 'ed25519']).default('hmac'),
  overlap_hours: z.int().min(0).max(168).default(24),
});
export type SecretRotation = z.infer<typeof secretRotation>;

/** Tries topics, filter and template on real past events; nothing is sent. */
export const filterTrial = z.strictObject({
  topics,
  filter: filter.nullable().default(null),
  template: z.json().nullable().default(null),
  from: z.iso.datetime({ offset: true }).optional().describe('By time of recording; default: a day ago.'),
  limit: z.int().min(1).max(5_000).default(1_000).describe('Events of the topics to look at, newest first.'),
});
export type FilterTrial = z.infer<typeof filterTrial>;

export const filterTrialResult = z.object({
  looked_at: z.int(),
  matched: z.int(),
  missing_key: z.int(),
  faults: z.int(),
  first_fault: z.string().nullable(),
  samples: z
    .array(
      z.object({
        event: recordedEvent,
        verdict: z.enum(['match', 'no_match', 'missing_key', 'fault']),
        reason: z.string().nullable(),
        body: z.json().nullable().describe('What would be sent.'),
      }),
    )
    .describe('At most 20, matches first.'),
});
export type FilterTrialResult = z.infer<typeof filterTrialResult>;
