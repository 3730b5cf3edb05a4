import type { SchemaExample } from '@activity-hub/contracts/schema/event-schema';
import { uuidV5 } from '@activity-hub/contracts/uuid-v5';
import type { SchemaVersionRow } from '@activity-hub/db/schemas/registry-row';
import { compileForeignSchema } from './compile-schema.ts';
import { exampleOfSchema } from './example-of-schema.ts';
import { isNode, type JsonNode } from './json-node.ts';

const namespace = '0d3e8b64-6d0a-5c55-9a51-2f3a8f9f7c11';
/** Conditions and negations are not solved but tried. */
const attempts = 24;
/** Fixed, so that the same seed makes the same event and a second post of it stores nothing. */
const timestamp = '2026-01-15T10:00:00.000Z';

/** A payload that fits the schema; where none can be made, one that was registered with it. */
export function examplePayload(row: SchemaVersionRow, seed: number): JsonNode | undefined {
  const fits = compileForeignSchema(row.schema);
  for (let attempt = 0; attempt < attempts; attempt++) {
    const made = exampleOfSchema(row.schema, (seed + attempt * 7_919) >>> 0);
    if (isNode(made) && fits(made)) return made;
  }
  return row.examples.length === 0 ? undefined : row.examples[seed % row.examples.length];
}

/** A whole event, ready to be published. */
export function exampleEvent(
  row: SchemaVersionRow,
  payload: JsonNode,
  options: { readonly seed: number; readonly source: string },
): SchemaExample {
  const { event_type, version } = row;
  const idOf = (what: string) => uuidV5(namespace, `${what}:${event_type}@${version}#${options.seed}`);
  const event = {
    event_id: idOf('event'),
    event_type,
    event_version: version,
    timestamp,
    source_system: options.source,
    user_id: idOf('user'),
    payload,
  };
  return { event_type, version, payload, event };
}
