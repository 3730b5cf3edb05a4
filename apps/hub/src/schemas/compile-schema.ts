import { canonicalJson } from '@activity-hub/contracts/canonical-form';
import { Ajv2020, type ErrorObject, type KeywordDefinition, type ValidateFunction } from 'ajv/dist/2020.js';
import type { Fault } from '../ingest/fault.ts';
import { linearRegExp } from './linear-pattern.ts';
import { schemaBoundsFault } from './schema-bounds.ts';
import { isForeignNote } from './schema-keywords.ts';

/** Against the meta-schema only; made once, since compiling the meta-schema takes some 30 ms. */
const metaSchema = new Ajv2020({ logger: false, strict: false, validateFormats: false });

/** Linear, where ajv compares each element with each: 85,000 empty objects of one event would take a minute. */
function hasUniqueItems(wanted: boolean, items: readonly unknown[]): boolean {
  return !wanted || new Set(items.map(canonicalJson)).size === items.length;
}

function foreignNotes(schema: unknown, found: Set<string>): Set<string> {
  if (typeof schema !== 'object' || schema === null) return found;
  for (const [key, value] of Object.entries(schema)) {
    if (isForeignNote(key)) found.add(key);
    foreignNotes(value, found);
  }
  return found;
}

interface CompileOptions {
  readonly allErrors?: boolean;
  /** Keywords that check nothing. */
  readonly notes?: readonly string[];
  /** Of our own. */
  readonly keywords?: readonly KeywordDefinition[];
}

/**
 * The check of a payload against a schema of a stranger: patterns in linear time, every `$ref` a function (so
 * that code grows with the schema and not with its expansion), nothing coerced or removed. An instance of ajv
 * per version: an `$id` or a failure of one schema cannot reach another.
 *
 * The bounds are the only limit of the time to compile: JavaScript cannot stop its own compilation. At the
 * bounds it takes well under a second (see the spec).
 */
export function compileForeignSchema(schema: object, options: CompileOptions = {}): ValidateFunction {
  const ajv = new Ajv2020({
    meta: false,
    validateSchema: false,
    addUsedSchema: false,
    inlineRefs: false,
    strictSchema: true,
    strictTypes: false,
    strictTuples: false,
    strictRequired: false,
    validateFormats: false,
    allErrors: options.allErrors === true,
    logger: false,
    code: { regExp: linearRegExp },
  });
  ajv.removeKeyword('uniqueItems');
  ajv.addKeyword({
    keyword: 'uniqueItems',
    type: 'array',
    schemaType: 'boolean',
    validate: hasUniqueItems,
    errors: false,
  });
  for (const keyword of options.keywords ?? []) ajv.addKeyword(keyword);
  for (const note of foreignNotes(schema, new Set(options.notes)))
    if (ajv.getKeyword(note) === false) ajv.addKeyword(note);
  // `$schema` would ask for a meta-schema that this instance does not have.
  const { $schema: _dialect, ...checked } = schema as Record<string, unknown>;
  return ajv.compile(checked);
}

function metaFault(error: ErrorObject | undefined): Fault {
  const pointer = error?.instancePath ?? '';
  return {
    code: 'schema_refused',
    pointer,
    detail: `${pointer === '' ? 'The schema' : pointer} is not JSON Schema 2020-12: ${error?.message ?? 'it does not fit'}.`,
  };
}

const dialect = 'https://json-schema.org/draft/2020-12/schema';

/**
 * Whether the schema can be registered: within the bounds, sound by its meta-schema, and compiled.
 * @param notes keywords of our own that check nothing
 */
export function schemaFault(schema: unknown, notes: readonly string[] = []): Fault | undefined {
  const outside = schemaBoundsFault(schema, notes);
  if (outside !== undefined) return outside;
  const { $schema, ...checked } = schema as Record<string, unknown>;
  if ($schema !== undefined && $schema !== dialect) {
    return {
      code: 'schema_refused',
      pointer: '/$schema',
      detail: `Only ${dialect} is known. Leave $schema out or name it.`,
    };
  }
  if (metaSchema.validateSchema(checked) !== true) return metaFault(metaSchema.errors?.[0]);
  try {
    compileForeignSchema(checked, { notes });
    return undefined;
  } catch (failure) {
    const reason = failure instanceof Error ? failure.message : String(failure);
    return { code: 'schema_refused', pointer: '', detail: `The schema cannot be compiled: ${reason}.` };
  }
}
