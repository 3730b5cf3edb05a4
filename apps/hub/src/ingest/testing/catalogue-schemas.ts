import { eventTypeOf, eventTypes, isHubFamily } from '@activity-hub/contracts/event-types/catalog';
import { payloadJsonSchema } from '@activity-hub/contracts/event-types/payload-json-schema';
import { categoryOf } from '@activity-hub/contracts/topic';
import type { Fault } from '../fault.ts';
import type { SchemaAnswer, SchemaLookup } from '../schema-lookup.ts';
import { brokenRule, compileSchema, type ErrorObject } from '../schema-validator.ts';

/** Compiled when a type is first seen: compiling all of them would cost 0.2 s of every start. */
const answers = new Map<string, SchemaAnswer>();

function unknownType(eventType: string): Fault {
  const pointer = '/event_type';
  if (isHubFamily(categoryOf(eventType))) {
    const detail = `${eventType} is published by the hub itself. Producers publish learning, work, social, economic and system.`;
    return { code: 'reserved_event_type', pointer, detail };
  }
  const category = `activity.${categoryOf(eventType)}.`;
  const near = eventTypes.filter((type) => type.event_type.startsWith(category)).map((type) => type.event_type);
  const hint = near.length === 0 ? '' : ` Known in this family: ${near.join(', ')}.`;
  return {
    code: 'unknown_event_type',
    pointer,
    detail: `${eventType} is not in the catalogue (GET /activity/events/types).${hint}`,
  };
}

function faultOf(eventType: string, error: ErrorObject): Fault {
  const missing = error.keyword === 'required' ? `/${String(error.params['missingProperty'])}` : '';
  const pointer = `/payload${error.instancePath}${missing}`;
  const rule = missing === '' ? brokenRule(error) : `is required for ${eventType}`;
  return { code: 'invalid_payload', pointer, detail: `${pointer.slice(1).replaceAll('/', '.')} ${rule}.` };
}

/** The catalogue of the contracts as a registry: one version of every type, whatever the event says. */
export const catalogueSchemas: SchemaLookup = {
  find(eventType) {
    const known = answers.get(eventType);
    if (known !== undefined) return known;
    const type = eventTypeOf(eventType);
    if (type === undefined || type.origin !== 'producer')
      return { kind: 'unknown', fault: unknownType(eventType), keep: false };
    const fits = compileSchema(payloadJsonSchema(type));
    const answer: SchemaAnswer = {
      kind: 'validate',
      validate(payload) {
        if (fits(payload)) return undefined;
        const error = fits.errors?.at(-1);
        if (error === undefined) throw new Error('A failed validation names no error.');
        return faultOf(eventType, error);
      },
    };
    answers.set(eventType, answer);
    return answer;
  },
};
