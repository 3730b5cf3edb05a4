import { z } from 'zod';

/**
 * What a new version of a schema must keep. `backward`: events of the version before fit the new schema
 * (consumers may move first). `forward`: events of the new version fit the schema before it (producers may
 * move first). `full`: both. `none`: anything goes.
 */
export const compatibilityModes = ['backward', 'forward', 'full', 'none'] as const;
export const compatibilityMode = z.enum(compatibilityModes);
export type CompatibilityMode = z.infer<typeof compatibilityMode>;

/** Which promise a change breaks. */
export const brokenPromises = ['backward', 'forward', 'both', 'none'] as const;
export type BrokenPromise = (typeof brokenPromises)[number];

export const schemaChangeKinds = [
  'field_added',
  'field_removed',
  'required_added',
  'required_removed',
  'type_changed',
  'enum_changed',
  'const_changed',
  'bound_changed',
  'pattern_changed',
  'format_changed',
  'additional_changed',
  'items_changed',
  'alternatives_changed',
  'rule_changed',
  'unknown',
] as const;

/** One difference between two schemas of a payload. */
export const schemaChange = z.object({
  path: z.string().describe('JSON pointer inside the payload; * stands for any element or any other key.'),
  kind: z.enum(schemaChangeKinds).describe('`unknown`: cannot be judged, and is taken for breaking.'),
  words: z.string().describe('The change and what follows from it, for a person.'),
  breaks: z.enum(brokenPromises),
});
export type SchemaChange = z.infer<typeof schemaChange>;

export const schemaComparison = z.object({
  event_type: z.string(),
  from: z.string(),
  to: z.string().nullable().describe('Null: a candidate without a version.'),
  mode: compatibilityMode.describe('What the type demands.'),
  backward: z.boolean(),
  forward: z.boolean(),
  changes: z.array(schemaChange),
});
export type SchemaComparison = z.infer<typeof schemaComparison>;
