import { eventTypeOf } from '@activity-hub/contracts/event-types/catalog';
import { payloadJsonSchema } from '@activity-hub/contracts/event-types/payload-json-schema';
import type { SchemaVersionRow } from '@activity-hub/db/schemas/registry-row';
import type { ValidateFunction } from 'ajv/dist/2020.js';
import type { Fault } from '../ingest/fault.ts';
import { brokenRule, compileSchema, type ErrorObject } from '../ingest/schema-validator.ts';
import { compileForeignSchema } from './compile-schema.ts';
import { CONTRACTS } from './contract-seeds.ts';
import { isSameJson } from './json-node.ts';

export function faultOfPayload(eventType: string, error: ErrorObject): Fault {
  const missing = error.keyword === 'required' ? `/${String(error.params['missingProperty'])}` : '';
  const pointer = `/payload${error.instancePath}${missing}`;
  const rule = missing === '' ? brokenRule(error) : `is required for ${eventType}`;
  return { code: 'invalid_payload', pointer, detail: `${pointer.slice(1).replaceAll('/', '.')} ${rule}.` };
}

/**
 * Our own contracts run as they always did. The schema of anybody else runs within its bounds, with patterns
 * by RE2: the row says who registered it, and the text is compared, so that nobody can pass for us.
 */
function compiled({ event_type, schema, registered_by }: SchemaVersionRow): ValidateFunction {
  const type = eventTypeOf(event_type);
  const isOurs = registered_by === CONTRACTS && type !== undefined && isSameJson(payloadJsonSchema(type), schema);
  return isOurs ? compileSchema(payloadJsonSchema(type)) : compileForeignSchema(schema);
}

/**
 * The check of a payload against a registered version. Compiled when it is first asked: compiling the whole
 * registry would cost 0.2 s of every start.
 */
export function payloadCheck(row: SchemaVersionRow): (payload: unknown) => Fault | undefined {
  let fits: ValidateFunction | undefined;
  return (payload) => {
    fits ??= compiled(row);
    if (fits(payload)) return undefined;
    const error = fits.errors?.at(-1);
    if (error === undefined) throw new Error('A failed validation names no error.');
    return faultOfPayload(row.event_type, error);
  };
}
