import { z } from 'zod';
import type { JsonObject } from '../event.ts';
import { recordedEvent } from '../event.ts';
import { severities } from './detector.ts';
import type { WindowKind } from './manifest.ts';

/**
 * The language between the hub and a plugin in a process of its own: newline-delimited JSON, requests on the
 * plugin's standard input, answers on its standard output. Described for authors in docs/plugins/protocol.md.
 * A change that an older plugin would not understand raises the number.
 */
export const PROTOCOL_VERSION = 1;

/** Bounds of what a plugin may say. Beyond them it is refused by name. */
export const PROTOCOL_LIMITS = {
  /** UTF-8 bytes of one line without its newline, in both directions. */
  maxLineBytes: 16 * 1024 * 1024,
  /** UTF-16 units of a key. */
  maxKeyLength: 512,
  /** UTF-8 bytes of one state, and of one view, as JSON. */
  maxStateBytes: 1024 * 1024,
  /** Nesting of objects and arrays inside states, views, payloads and evidence. */
  maxDepth: 32,
  maxReasonLength: 2_000,
  /** Derived events of one step. */
  maxDerivedPerStep: 100,
  /** The events of so many newest `keys` messages can be named by their index. */
  batchesKept: 4,
  /** Requests of a sink to others that are on their way. */
  maxFetchesAtOnce: 16,
  /** Of the body of what others answer. */
  maxFetchedBytes: 1024 * 1024,
} as const;

const id = z.int().min(0);
/** Cut, not refused: whoever fails at an event may have much to say about it. */
const reason = z.string().transform((text) => text.slice(0, PROTOCOL_LIMITS.maxReasonLength));
const fault = z.object({ index: z.int().min(0), reason });
/** What came out of a JSON parser; looking through it once more would cost more than all other checks together. */
const jsonObject = z.custom<JsonObject>(
  (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
  { error: 'must be an object', params: { code: 'setting_object' } },
);
const instant = z
  .string()
  .refine((text) => !Number.isNaN(Date.parse(text)), 'must be an instant such as 2026-05-04T10:00:00.000Z');
const key = z.string().min(1).max(PROTOCOL_LIMITS.maxKeyLength);
const windowKind = z.string() as unknown as z.ZodType<WindowKind>;
const window = z.object({ kind: windowKind, start: z.string() });

/** First line of the hub. */
export const helloMessage = z.object({ type: z.literal('hello'), protocol: z.int(), hub_version: z.string() });

const wording = z.object({ en: z.string(), ru: z.string() });

/** A plugin's manifest as it travels: the configuration is described by JSON Schema (draft 2020-12). */
export const sentManifest = z.object({
  id: z.string(),
  version: z.string(),
  kind: z.enum(['aggregator', 'detector', 'sink']),
  hub: z.string(),
  title: wording,
  description: wording,
  config_schema: jsonObject,
  topics: z.array(z.string()),
  scope: z.enum(['stream', 'custom']),
  windows: z.array(windowKind),
  order: z.enum(['any', 'occurred']).optional(),
  reads: z.literal('outline').optional(),
  emits: z.array(z.string()),
});
export type SentManifest = z.infer<typeof sentManifest>;

/**
 * The answer to `hello`. `deadlines`: whether it asks for deadlines at all. `batch`: how a sink likes its events, see `SinkBatch`.
 */
export const readyMessage = z.object({
  type: z.literal('ready'),
  protocol: z.int(),
  manifest: sentManifest,
  deadlines: z.boolean(),
  batch: z.object({ events: z.number(), gather_seconds: z.number() }).optional(),
});

/** The configuration to run with; sent once, before any request. */
export const configureMessage = z.object({ type: z.literal('configure'), config: jsonObject });

/** The answer to `configure`; a fault says why the plugin cannot run with it. */
export const configuredMessage = z.object({
  type: z.literal('configured'),
  fault: z.object({ pointer: z.string(), reason }).nullable(),
});

export const keysRequest = z.object({ type: z.literal('keys'), id, events: z.array(recordedEvent) });
export const keysAnswer = z.object({
  type: z.literal('keys'),
  id,
  keys: z.array(key.nullable()),
  faults: z.array(fault),
});

/** An index into the events of the `keys` message that `batch` names, or the event itself. */
const sentEvent = z.union([z.int().min(0), recordedEvent]);

export const foldRequest = z.object({
  type: z.literal('fold'),
  id,
  batch: id.nullable(),
  requests: z.array(
    z.object({
      key,
      window,
      state: jsonObject.nullable(),
      events: z.array(sentEvent),
      until: instant.nullable(),
    }),
  ),
});
export const foldedAnswer = z.object({
  type: z.literal('folded'),
  id,
  answers: z.array(
    z.object({
      state: jsonObject.nullable(),
      view: jsonObject.nullable(),
      deadline: instant.nullable(),
      folded: z.int().min(0),
      fired: instant.nullable(),
      latest: z.int().min(-1),
      steps: z.array(
        z.object({
          index: z.int().min(-1),
          deadline: instant.nullable(),
          derived: z
            .array(
              z.object({
                event_type: z.string().max(255),
                subject: z.string().max(PROTOCOL_LIMITS.maxKeyLength),
                payload: jsonObject,
              }),
            )
            .max(PROTOCOL_LIMITS.maxDerivedPerStep),
          metrics: z.array(z.object({ metric: z.string().min(1).max(255), value: z.number() })),
        }),
      ),
      faults: z.array(fault),
    }),
  ),
});

export const inspectRequest = z.object({
  type: z.literal('inspect'),
  id,
  batch: id.nullable(),
  requests: z.array(z.object({ key, state: jsonObject.nullable(), events: z.array(sentEvent) })),
});
export const inspectedAnswer = z.object({
  type: z.literal('inspected'),
  id,
  answers: z.array(
    z.object({
      state: jsonObject.nullable(),
      findings: z.array(
        z.object({
          index: z.int().min(0),
          kind: z.string().min(1).max(255),
          severity: z.enum(severities),
          subject: z.string().max(PROTOCOL_LIMITS.maxKeyLength),
          score: z.number(),
          evidence: jsonObject,
          event_ids: z.array(z.string()).max(50),
        }),
      ),
      faults: z.array(fault),
    }),
  ),
});

/** One attempt for each of these events; see `SinkConnection`. */
export const deliverRequest = z.object({ type: z.literal('deliver'), id, events: z.array(recordedEvent) });
const eventId = z.string();
export const deliveredAnswer = z.object({
  type: z.literal('delivered'),
  id,
  results: z.array(
    z.discriminatedUnion('outcome', [
      z.object({ event_id: eventId, outcome: z.literal('delivered') }),
      z.object({
        event_id: eventId,
        outcome: z.literal('retry'),
        reason,
        retry_after_seconds: z.number().min(0).optional(),
      }),
      z.object({ event_id: eventId, outcome: z.literal('reject'), reason }),
    ]),
  ),
});

const headers = z.record(z.string(), z.string());

/**
 * A sink asks the hub to ask somebody else, while it owes the answer to `deliver`: it has no network of its own. Numbered by the
 * plugin. Bodies are bytes.
 */
export const fetchRequest = z.object({
  type: z.literal('fetch'),
  id,
  method: z.string(),
  url: z.string(),
  headers,
  body_base64: z.base64().nullable(),
});
/** Either what was answered, or why there is no answer. May come in another order than the requests. */
export const fetchedAnswer = z.object({
  type: z.literal('fetched'),
  id,
  answer: z.object({ status: z.int(), headers, body_base64: z.base64() }).nullable(),
  reason: z.string().nullable(),
});

/** The plugin cannot answer a request at all, and no single event is to blame. */
export const failedAnswer = z.object({
  type: z.literal('failed'),
  id,
  reason,
  /** Of what a kit itself finds wrong: people read it in their own language. */
  code: z.string().optional().catch(undefined),
  values: z
    .record(z.string(), z.union([z.string(), z.number()]))
    .optional()
    .catch(undefined),
});

/** For the plugin's log, at any time. */
export const logMessage = z.object({
  type: z.literal('log'),
  level: z.enum(['debug', 'info', 'warn', 'error']),
  message: z.string(),
  fields: jsonObject.optional(),
});

/** The last line of the hub: end within two seconds. */
export const stopMessage = z.object({ type: z.literal('stop') });

export const hubMessage = z.discriminatedUnion('type', [
  helloMessage,
  configureMessage,
  keysRequest,
  foldRequest,
  inspectRequest,
  deliverRequest,
  fetchedAnswer,
  stopMessage,
]);
export const pluginMessage = z.discriminatedUnion('type', [
  readyMessage,
  configuredMessage,
  keysAnswer,
  foldedAnswer,
  inspectedAnswer,
  deliveredAnswer,
  fetchRequest,
  failedAnswer,
  logMessage,
]);
export type HubMessage = z.infer<typeof hubMessage>;
export type PluginMessage = z.infer<typeof pluginMessage>;
export type FetchRequest = z.infer<typeof fetchRequest>;
export type FetchedAnswer = z.infer<typeof fetchedAnswer>;
export type SentResult = z.infer<typeof deliveredAnswer>['results'][number];
