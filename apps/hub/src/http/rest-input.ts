import { jsonPointer } from '@activity-hub/contracts/api/json-pointer';
import { HubError } from '@activity-hub/contracts/errors';
import { z } from 'zod';
import type { RestEndpoint } from './rest-endpoints.ts';

const numeric = /^-?\d{1,15}(\.\d{1,15})?$/;

/**
 * The input of a procedure: from path and query where something is asked, from path and body where something
 * is changed. Unknown parameters are refused: a misspelt filter that is ignored answers with everything,
 * which looks like an answer. Only what reads as a number becomes one; anything else stays text for the
 * schema to refuse with its pointer.
 * @throws HubError invalid_query, invalid_input
 */
export function restInput(
  endpoint: RestEndpoint,
  params: Readonly<Record<string, string>>,
  query: Readonly<Record<string, unknown>>,
  body: unknown,
): Readonly<Record<string, unknown>> | undefined {
  const { fields } = endpoint;
  const isChange = endpoint.type === 'mutation';
  const known = Object.keys(fields ?? {}).filter((name) => !(name in params));
  demandKnown('parameter', query, isChange ? [] : known);
  const sent = isChange ? membersOf(body) : query;
  if (isChange) demandKnown('field', sent, known);
  if (fields === undefined) return undefined;
  const fromUrl = isChange ? params : { ...query, ...params };
  const coercedOnes = Object.entries(fromUrl).map(([name, value]) => [name, coerced(fields[name], value)] as const);
  return { ...(isChange ? sent : {}), ...Object.fromEntries(coercedOnes) };
}

function membersOf(body: unknown): Readonly<Record<string, unknown>> {
  if (body === undefined || body === null) return {};
  if (typeof body !== 'object' || Array.isArray(body))
    throw new HubError('invalid_input', 'Send a JSON object in the body.', { pointer: '' });
  return body as Readonly<Record<string, unknown>>;
}

function demandKnown(
  what: 'parameter' | 'field',
  sent: Readonly<Record<string, unknown>>,
  known: readonly string[],
): void {
  const unknown = Object.keys(sent).find((name) => !known.includes(name));
  if (unknown === undefined) return;
  const detail = known.length === 0 ? `There are no ${what}s here.` : `Known here: ${known.join(', ')}.`;
  throw new HubError(
    what === 'parameter' ? 'invalid_query' : 'invalid_input',
    `There is no ${what} "${unknown.slice(0, 64)}". ${detail}`,
    { pointer: jsonPointer([unknown]) },
  );
}

function coerced(field: z.core.$ZodType | undefined, value: unknown): unknown {
  return typeof value === 'string' && numeric.test(value) && isNumber(field) ? Number(value) : value;
}

function isNumber(field: z.core.$ZodType | undefined): boolean {
  if (field instanceof z.ZodOptional || field instanceof z.ZodDefault || field instanceof z.ZodNullable)
    return isNumber(field.unwrap());
  return field instanceof z.ZodNumber;
}
