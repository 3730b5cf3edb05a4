import type { JsonSchema } from '@activity-hub/contracts/event-types/payload-json-schema';
import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';

/**
 * ajv on the hot path (zod 4 costs about twice as much per event), made from the JSON Schemas of the
 * same zod contracts. Nothing is coerced, defaulted or removed: an event is taken as it is or refused.
 */
const ajv = new Ajv2020({
  removeAdditional: false,
  coerceTypes: false,
  useDefaults: false,
  allErrors: false,
  strict: true,
  allowUnionTypes: true,
  validateFormats: false,
});

export type { ErrorObject };

export function compileSchema(schema: JsonSchema): ValidateFunction {
  return ajv.compile(schema);
}

const typeNames: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  integer: 'a whole number',
  boolean: 'true or false',
  object: 'an object',
  array: 'an array',
  null: 'null',
};

function namesOf(types: unknown): string {
  const list: readonly unknown[] = Array.isArray(types) ? types : [types];
  return list.map((type) => typeNames[String(type)] ?? String(type)).join(' or ');
}

/** The broken rule as the end of a sentence that begins with the name of the field. */
export function brokenRule(error: ErrorObject): string {
  const { keyword, params } = error;
  if (keyword === 'type') return `must be ${namesOf(params['type'])}`;
  if (keyword === 'minLength') return 'must not be empty';
  if (keyword === 'maxLength') return `must have at most ${String(params['limit'])} characters`;
  if (keyword === 'minimum') return `must be at least ${String(params['limit'])}`;
  if (keyword === 'maximum') return `must be at most ${String(params['limit'])}`;
  if (keyword === 'enum') return `must be one of ${JSON.stringify(params['allowedValues'])}`;
  if (keyword === 'anyOf') return 'fits none of the allowed forms';
  return error.message ?? 'does not fit its schema';
}
