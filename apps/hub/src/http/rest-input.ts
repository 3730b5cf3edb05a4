import { jsonPointer } from '@activity-hub/contracts/api/json-pointer';
import { HubError } from '@activity-hub/contracts/errors';
import { z } from 'zod';
import type { RestEndpoint } from './rest-endpoints.ts';

const numeric = /^-?\d{1,15}(\.\d{1,15})?$/;

/**
 * The input of a procedure from path and query. Unknown parameters are refused: a misspelt filter that
 * is ignored answers with everything, which looks like an answer. Only what reads as a number becomes
 * one; anything else stays text for the schema to refuse with its pointer.
 * @throws HubError invalid_query
 */
export function restInput(
  endpoint: RestEndpoint,
  params: Readonly<Record<string, string>>,
  query: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> | undefined {
  const fields = endpoint.fields ?? {};
  const known = Object.keys(fields).filter((name) => !(name in params));
  const unknown = Object.keys(query).find((name) => !known.includes(name));
  if (unknown !== undefined) {
    const detail = known.length === 0 ? 'There are no parameters here.' : `Known here: ${known.join(', ')}.`;
    throw new HubError('invalid_query', `There is no parameter "${unknown.slice(0, 64)}". ${detail}`, {
      pointer: jsonPointer([unknown]),
    });
  }
  if (endpoint.fields === undefined) return undefined;
  const entries = Object.entries({ ...query, ...params });
  return Object.fromEntries(entries.map(([name, value]) => [name, coerced(fields[name], value)]));
}

function coerced(field: z.core.$ZodType | undefined, value: unknown): unknown {
  return typeof value === 'string' && numeric.test(value) && isNumber(field) ? Number(value) : value;
}

function isNumber(field: z.core.$ZodType | undefined): boolean {
  if (field instanceof z.ZodOptional || field instanceof z.ZodDefault || field instanceof z.ZodNullable)
    return isNumber(field.unwrap());
  return field instanceof z.ZodNumber;
}
