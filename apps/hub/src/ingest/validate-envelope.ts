import { type ActivityEvent, activityEvent } from '@activity-hub/contracts/event';
import { jsonSchemaOf } from '@activity-hub/contracts/event-types/payload-json-schema';
import { type Fault, pointerSegment } from './fault.ts';
import { brokenRule, compileSchema, type ErrorObject } from './schema-validator.ts';

const fits = compileSchema(jsonSchemaOf(activityEvent));
const fields = Object.keys(activityEvent.shape).join(', ');

/** What a field must look like, where a pattern alone would tell a person nothing. */
const forms: Readonly<Record<string, string>> = {
  '/event_type': 'must be lower-case words joined by dots, for example activity.learning.lesson_completed',
  '/event_version': 'must be a semantic version, for example 1.0.0',
  '/timestamp': 'must be RFC 3339 with an offset, for example 2026-11-23T10:00:00.000Z',
  '/source_system': 'must be lower-case letters, digits, ".", "_" or "-", at most 64, for example lms',
  '/user_id': 'must be a UUID or null',
  '/session_id': 'must be a UUID or null',
  '/causation_id': 'must be a UUID or null',
};

function faultOf(error: ErrorObject): Fault {
  if (error.keyword === 'required') {
    const name = String(error.params['missingProperty']);
    return { code: 'invalid_event', pointer: `${error.instancePath}/${name}`, detail: `${name} is required.` };
  }
  if (error.keyword === 'additionalProperties') {
    const name = String(error.params['additionalProperty']);
    const detail = `${JSON.stringify(name)} is no field of an event. Put it into payload or metadata; known are ${fields}.`;
    return { code: 'unknown_field', pointer: error.instancePath + pointerSegment(name), detail };
  }
  const pointer = error.instancePath;
  const rule = error.keyword === 'pattern' ? (forms[pointer] ?? brokenRule(error)) : brokenRule(error);
  const code = pointer === '/timestamp' && error.keyword === 'pattern' ? 'invalid_timestamp' : 'invalid_event';
  return { code, pointer, detail: `${pointer.slice(1).replaceAll('/', '.')} ${rule}.` };
}

/** Checks the base schema. */
export function validateEnvelope(value: object): { readonly event: ActivityEvent } | { readonly fault: Fault } {
  if (fits(value)) return { event: value as ActivityEvent };
  const error = fits.errors?.at(-1);
  if (error === undefined) throw new Error('A failed validation names no error.');
  return { fault: faultOf(error) };
}
