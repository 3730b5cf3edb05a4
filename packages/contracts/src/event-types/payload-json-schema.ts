import { z } from 'zod';
import type { EventType } from './event-type.ts';

export type JsonSchema = { readonly [key: string]: unknown };

/**
 * `anyOf: [{type: T, …}, {type: null}]`, zod's form of "or null", becomes `type: [T, null]`: shorter to
 * read, faster to check, and a failure names the one rule that was broken instead of all branches.
 */
function joinNull(schema: Record<string, unknown>): void {
  const { anyOf } = schema;
  if (!Array.isArray(anyOf) || anyOf.length !== 2) return;
  const [value, none] = anyOf as [Record<string, unknown>, Record<string, unknown>];
  if (none['type'] !== 'null' || typeof value['type'] !== 'string') return;
  delete schema['anyOf'];
  Object.assign(schema, value, { type: [value['type'], 'null'] });
}

/** JSON Schema 2020-12 of any contract. Free JSON (`z.json()`) becomes "anything": what was parsed from JSON is JSON. */
export function jsonSchemaOf(schema: z.ZodType): JsonSchema {
  const { $defs, ...schemaOnly } = z.toJSONSchema(schema, {
    target: 'draft-2020-12',
    io: 'input',
    override: ({ jsonSchema }) => {
      const open = jsonSchema as Record<string, unknown>;
      joinNull(open);
      if (open['type'] === 'object' && open['properties'] === undefined) {
        delete open['propertyNames'];
        open['additionalProperties'] = true;
      }
    },
  });
  const definitionsAreUsed = JSON.stringify(schemaOnly).includes('"$ref"');
  return definitionsAreUsed ? { ...schemaOnly, $defs } : schemaOnly;
}

const known = new Map<string, JsonSchema>();

export function payloadJsonSchema(type: EventType): JsonSchema {
  const cached = known.get(type.event_type);
  if (cached !== undefined) return cached;
  const made = jsonSchemaOf(type.payload);
  known.set(type.event_type, made);
  return made;
}
