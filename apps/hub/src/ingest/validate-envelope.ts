import { type ActivityEvent, activityEvent } from '@activity-hub/contracts/event';
import { eventForms } from '@activity-hub/contracts/event-forms';
import { jsonSchemaOf } from '@activity-hub/contracts/event-types/payload-json-schema';
import { type Fault, pointerSegment } from './fault.ts';
import { brokenRule, compileSchema, type ErrorObject } from './schema-validator.ts';

const fits = compileSchema(jsonSchemaOf(activityEvent));
const fields = Object.keys(activityEvent.shape).join(', ');

const forms: Readonly<Record<string, string>> = eventForms;

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
  const rule = error.keyword === 'pattern' ? (forms[pointer.slice(1)] ?? brokenRule(error)) : brokenRule(error);
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
