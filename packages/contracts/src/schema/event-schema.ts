import { z } from 'zod';
import { origins } from '../event.ts';
import { compatibilityMode, schemaChange } from './compatibility.ts';
import { personalField } from './personal-data.ts';
import { upcaster } from './upcaster.ts';

/** Schemas, payloads and examples are free JSON whose bounds the hub checks itself. */
const freeJson = z.record(z.string(), z.unknown());
const titles = z.object({ en: z.string(), ru: z.string() });
const status = z.enum(['active', 'deprecated']);

/** How often a schema was asked: repeats of an event count each time. */
const usage = z.object({
  events_24h: z.int().describe('Payloads that fitted.'),
  refused_24h: z.int(),
  events_30d: z.int(),
  refused_30d: z.int(),
  last_seen_at: z.string().nullable().describe('The hour in which the last one came.'),
});

/** One line of the catalogue. */
export const schemaCatalogueRow = z.object({
  event_type: z.string(),
  title: titles,
  family: z.string(),
  origin: z.enum(origins),
  owner: z.string(),
  status,
  successor: z.string().nullable().describe('Events of the type are recorded as this type instead.'),
  compatibility: compatibilityMode,
  latest: z.string().nullable().describe('The newest active version.'),
  version_count: z.int(),
  producers: z.array(z.string()).describe('Sources that sent it in the last 30 days.'),
  events_24h: z.int(),
  refused_24h: z.int(),
  invalid_percent: z.number().nullable().describe('Of the last 24 hours; null when nothing came.'),
  last_seen_at: z.string().nullable(),
});
export type SchemaCatalogueRow = z.infer<typeof schemaCatalogueRow>;

export const schemaCatalogue = z.object({ items: z.array(schemaCatalogueRow) });
export type SchemaCatalogue = z.infer<typeof schemaCatalogue>;

export const schemaVersionView = z.object({
  version: z.string(),
  status,
  note: z.string().nullable().describe('Why it is deprecated.'),
  schema: freeJson.describe('JSON Schema 2020-12 of the payload.'),
  personal_fields: z.array(personalField),
  examples: z.array(freeJson),
  upcasts_from: z.string().nullable().describe('The version before, from which `upcaster` makes this one.'),
  upcaster,
  registered_at: z.string(),
  registered_by: z.string(),
  usage: usage.extend({ by_source: z.array(usage.extend({ source: z.string() })) }),
});
export type SchemaVersionView = z.infer<typeof schemaVersionView>;

/** A type with its versions, newest first. */
export const eventSchemaView = schemaCatalogueRow.extend({
  note: z.string().nullable(),
  versions: z.array(schemaVersionView),
});
export type EventSchemaView = z.infer<typeof eventSchemaView>;

const eventType = z
  .string()
  .max(255)
  .regex(
    /^[a-z][a-z0-9_]{0,63}(\.[a-z][a-z0-9_]{0,63}){1,5}$/,
    'must be words joined by dots: activity.learning.started',
  )
  .describe('For example activity.learning.lesson_completed.');
const version = z
  .string()
  .max(96)
  .regex(
    /^(0|[1-9]\d{0,8})\.(0|[1-9]\d{0,8})\.(0|[1-9]\d{0,8})(-[0-9A-Za-z.-]{1,64})?$/,
    'must be a semantic version: 1.1.0',
  );
const byName = z.object({ event_type: eventType });

export const schemaQuery = byName;

export const schemaRegistration = z.object({
  event_type: eventType,
  version: version.describe('Higher than every version of the type.'),
  schema: freeJson,
  title: z.object({ en: z.string().min(1).max(255), ru: z.string().min(1).max(255) }).optional(),
  owner: z.string().min(1).max(255).optional(),
  compatibility: compatibilityMode.describe('Of a new type; default backward.').optional(),
  personal_fields: z.array(personalField).max(256).optional(),
  examples: z.array(freeJson).max(16).optional(),
  upcaster: upcaster.describe('Makes this version of the version before.').optional(),
});
export type SchemaRegistration = z.infer<typeof schemaRegistration>;

/** What a registration did, or would do. */
export const registrationAnswer = z.object({
  event_type: z.string(),
  version: z.string().nullable(),
  compared_with: z.string().nullable().describe('The newest version before; null for the first of a type.'),
  mode: compatibilityMode,
  accepted: z.boolean().describe('Of a check: whether it would be registered.'),
  changes: z.array(schemaChange),
  faults: z
    .array(z.object({ code: z.string(), detail: z.string(), pointer: z.string() }))
    .describe('Why not: each with what to do and where in the request.'),
});
export type RegistrationAnswer = z.infer<typeof registrationAnswer>;

/** A candidate; without a version it is judged as the next one. */
export const schemaCandidate = schemaRegistration.extend({
  version: version.optional(),
  against: version.describe('Compare with this version instead of the newest.').optional(),
});
export type SchemaCandidate = z.infer<typeof schemaCandidate>;

export const schemaComparisonQuery = byName.extend({ from: version, to: version });
export type SchemaComparisonQuery = z.infer<typeof schemaComparisonQuery>;

export const schemaDeprecation = byName.extend({
  version: version.describe('Without it the whole type is meant.').optional(),
  status: status.describe('active takes a deprecation back.').default('deprecated').optional(),
  note: z.string().min(1).max(1024).describe('What producers should do instead.').optional(),
  successor: eventType.describe('Of a type: events are recorded as this type from now on.').optional(),
});
export type SchemaDeprecation = z.infer<typeof schemaDeprecation>;

export const compatibilitySetting = byName.extend({ compatibility: compatibilityMode });
export type CompatibilitySetting = z.infer<typeof compatibilitySetting>;

export const schemaExampleQuery = byName.extend({
  version: version.describe('Default: the newest active one.').optional(),
  seed: z.number().int().min(0).max(4_294_967_295).default(1).optional(),
});
export type SchemaExampleQuery = z.infer<typeof schemaExampleQuery>;

export const schemaExample = z.object({
  event_type: z.string(),
  version: z.string(),
  payload: freeJson,
  /** A whole event, ready to be published. */
  event: freeJson,
});
export type SchemaExample = z.infer<typeof schemaExample>;

/** A payload tried against a version, or against a candidate that is not registered. */
export const payloadTrial = byName.extend({
  version: version.optional(),
  schema: freeJson.describe('Tried instead of a registered version.').optional(),
  payload: z.unknown(),
});
export type PayloadTrial = z.infer<typeof payloadTrial>;

export const payloadTrialAnswer = z.object({
  event_type: z.string(),
  version: z.string().nullable(),
  valid: z.boolean(),
  faults: z.array(z.object({ code: z.string(), detail: z.string(), pointer: z.string() })).describe('At most 50.'),
});
export type PayloadTrialAnswer = z.infer<typeof payloadTrialAnswer>;

export const schemaExportQuery = z.object({
  event_type: eventType.describe('Only this type; default all.').optional(),
});
export type SchemaExportQuery = z.infer<typeof schemaExportQuery>;

export const schemaFileQuery = byName.extend({
  file: z
    .string()
    .max(101)
    .regex(/^\d{1,9}\.\d{1,9}\.\d{1,9}(-[0-9A-Za-z.-]{1,64})?\.json$/, 'must be a version and .json: 1.0.0.json')
    .describe('The version and .json, for example 1.0.0.json.'),
});

export const jsonDocument = freeJson;
export type JsonDocument = Readonly<Record<string, unknown>>;
