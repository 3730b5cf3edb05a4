import type { Json, JsonObject, RecordedEvent } from '@activity-hub/contracts/event';

/** The fields that the event has. What it lacks, or holds as null, is left out. */
export function mappedData(event: RecordedEvent, mapping: Readonly<Record<string, string>>): JsonObject {
  const fields = Object.entries(mapping).flatMap(([name, pointer]): [string, Json][] => {
    const value = valueAt(event, pointer);
    return value === undefined || value === null ? [] : [[name, value as Json]];
  });
  return Object.fromEntries(fields);
}

/** RFC 6901. Own properties only: a pointer leads to what the event says, not into the language. */
function valueAt(document: unknown, pointer: string): unknown {
  let value = document;
  for (const token of pointer.split('/').slice(1)) {
    const name = token.replaceAll('~1', '/').replaceAll('~0', '~');
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
    value = (value as Record<string, unknown>)[name];
  }
  return value;
}
