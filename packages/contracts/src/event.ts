import { z } from 'zod';
import { eventForms } from './event-forms.ts';

/** JSON as it is carried in payloads and metadata. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
export type JsonObject = { readonly [key: string]: Json };

/** Bounds of one event. They hold on every surface. */
export const EVENT_LIMITS = {
  /** UTF-8 bytes of one event as it was sent. */
  maxEventBytes: 256 * 1024,
  /** Nesting of objects and arrays inside payload and metadata. */
  maxDepth: 32,
  /** Events in one batch request. NDJSON streams have no such bound. */
  maxBatchEvents: 5_000,
  /** UTF-8 bytes of one batch request. */
  maxBodyBytes: 8 * 1024 * 1024,
  /** How far an event may lie ahead of the hub's clock, in milliseconds (a producer's clock runs fast). */
  maxFutureMs: 5 * 60 * 1000,
  /** Nothing of the ecosystem happened before this instant: an older time is a unit or parsing mistake. */
  earliestTimestamp: '2000-01-01T00:00:00.000Z',
} as const;

export const EVENT_TYPE_PREFIX = 'activity.';

const uuidPattern = /^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$/;
const semverPattern = /^(0|[1-9]\d{0,8})\.(0|[1-9]\d{0,8})\.(0|[1-9]\d{0,8})(-[0-9A-Za-z.-]{1,64})?$/;
const sourcePattern = /^[a-z0-9][a-z0-9._-]{0,63}$/;
const eventTypePattern = /^[a-z][a-z0-9_]{0,63}(\.[a-z][a-z0-9_]{0,63}){1,5}$/;
/** RFC 3339 with a mandatory offset: a time without a zone has no place on the time line. */
const timestampPattern = /^\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}(\.\d{1,9})?([Zz]|[+-]\d{2}:\d{2})$/;

const uuid = z.string().regex(uuidPattern, eventForms.user_id);
const jsonObject = z.record(z.string(), z.json());

/**
 * What a producer sends: the mission's base event schema. `timestamp` is the time at which it
 * happened, by the producer's clock. Unknown top-level fields are refused, so that nothing a
 * producer believes to have sent is dropped in silence; extra data belongs into payload or metadata.
 */
export const activityEvent = z.strictObject({
  event_id: z.string().min(1).max(255).describe('UUID; any other id becomes UUIDv5 of source and id.'),
  event_type: z
    .string()
    .max(255)
    .regex(eventTypePattern, eventForms.event_type)
    .describe('For example activity.learning.lesson_completed.'),
  event_version: z
    .string()
    .max(96)
    .regex(semverPattern, eventForms.event_version)
    .describe('Semantic version of the payload schema.'),
  timestamp: z
    .string()
    .max(40)
    .regex(timestampPattern, eventForms.timestamp)
    .describe('When it happened: RFC 3339 with an offset.'),
  source_system: z
    .string()
    .regex(sourcePattern, eventForms.source_system)
    .optional()
    .describe('The publishing subsystem, for example lms. May be left out where the key names it.'),
  user_id: uuid.nullish(),
  session_id: uuid.nullish(),
  causation_id: uuid.nullish().describe('The event that made this one happen.'),
  correlation_id: z.string().min(1).max(255).nullish().describe('Shared by everything that belongs together.'),
  payload: jsonObject,
  metadata: z
    .looseObject({
      ip_address: z.string().max(64).nullish(),
      user_agent: z.string().max(1024).nullish(),
      locale: z.string().max(64).nullish(),
      time_zone: z.string().max(64).nullish().describe('IANA zone of the participant, for example Europe/Moscow.'),
    })
    .nullish(),
});
export type ActivityEvent = z.infer<typeof activityEvent>;

/** Who made the event: a subsystem, the hub because of other events, or the hub about itself. */
export const origins = ['producer', 'derived', 'system'] as const;
export type Origin = (typeof origins)[number];

/**
 * An event as the log holds it and as plugins, queries and subscribers see it. Immutable.
 * `timestamp` is when it happened, `sent_at` when it was sent, `received_at` when the hub got it, `recorded_at` when it became durable.
 */
export const recordedEvent = z.object({
  event_id: z.string(),
  event_type: z.string(),
  event_version: z.string(),
  timestamp: z.string(),
  source_system: z.string(),
  user_id: z.string().nullable(),
  session_id: z.string().nullable(),
  causation_id: z.string().nullable(),
  correlation_id: z.string().nullable(),
  payload: jsonObject,
  metadata: jsonObject,
  origin: z.enum(origins),
  time_zone: z.string().describe('IANA zone that decided the day: of the event, else of the person, else of the hub.'),
  day: z.string().describe('Calendar day in that zone, fixed at recording.'),
  context: jsonObject.describe('What the hub added on the way in: surface, key, clock skew, trace.'),
  sent_at: z.string().nullable().describe('When the producer says it sent the event.'),
  received_at: z.string(),
  recorded_at: z.string(),
  position: z.string().describe('Opaque place in the log.'),
});
export type RecordedEvent = z.infer<typeof recordedEvent>;

/** What the hub writes into the metadata of the events it derives. Trusted only where origin is derived. */
export interface DerivedMetadata {
  readonly processor: string;
  readonly processor_version: string;
  /** How many derived events lie between this one and a producer's; at most 8. */
  readonly causation_depth: number;
  /** Which state of the processor it came from: with both, what was derived before can be held against what is derived now. */
  readonly processor_key: string;
  readonly processor_window: string;
}

/** The five families a producer may publish. */
export const families = ['learning', 'work', 'social', 'economic', 'system'] as const;
export type Family = (typeof families)[number];
