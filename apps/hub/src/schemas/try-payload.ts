import { EVENT_LIMITS } from '@activity-hub/contracts/event';
import type { PayloadTrialAnswer } from '@activity-hub/contracts/schema/event-schema';
import { canonicalWalk } from '../ingest/canonical-walk.ts';
import type { Fault } from '../ingest/fault.ts';
import { compileForeignSchema, schemaFault } from './compile-schema.ts';
import { isNode, type JsonNode } from './json-node.ts';
import { faultOfPayload } from './payload-check.ts';

const maxFaults = 50;

function boundFault(payload: unknown): Fault | undefined {
  if (!isNode(payload)) return { code: 'invalid_payload', pointer: '/payload', detail: 'payload must be an object.' };
  const walk = canonicalWalk(payload, EVENT_LIMITS.maxDepth);
  if (walk === undefined)
    return {
      code: 'too_deep',
      pointer: '/payload',
      detail: `Nest at most ${EVENT_LIMITS.maxDepth} objects and arrays.`,
    };
  if (Buffer.byteLength(walk.text) <= EVENT_LIMITS.maxEventBytes) return undefined;
  return { code: 'event_too_large', pointer: '/payload', detail: `Send at most ${EVENT_LIMITS.maxEventBytes} bytes.` };
}

/** Every fault of the payload, where ingest names the first. Bounded as an event is. */
export function payloadFaults(eventType: string, schema: JsonNode, payload: unknown): PayloadTrialAnswer['faults'] {
  const outside = boundFault(payload);
  if (outside !== undefined) return [outside];
  const fits = compileForeignSchema(schema, { allErrors: true });
  if (fits(payload)) return [];
  return (fits.errors ?? []).slice(0, maxFaults).map((error) => faultOfPayload(eventType, error));
}

/** A schema that is not registered, refused as at its registration. */
export function candidateFault(schema: JsonNode): Fault | undefined {
  const fault = schemaFault(schema);
  return fault === undefined ? undefined : { ...fault, pointer: `/schema${fault.pointer}` };
}
