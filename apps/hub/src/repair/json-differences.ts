import type { JsonDifference } from '@activity-hub/contracts/activity/refused-repair';
import { jsonPointer } from '@activity-hub/contracts/api/json-pointer';
import type { Json } from '@activity-hub/contracts/event';

const maxDifferences = 100;

function isContainer(value: Json | undefined): value is Exclude<Json, string | number | boolean | null> {
  return typeof value === 'object' && value !== null;
}

function membersOf(value: Exclude<Json, string | number | boolean | null>): ReadonlyMap<string, Json> {
  return new Map(Object.entries(value as Readonly<Record<string, Json>>));
}

function collect(
  before: Json | undefined,
  after: Json | undefined,
  path: readonly string[],
  found: JsonDifference[],
): void {
  if (found.length >= maxDifferences || before === after) return;
  if (isContainer(before) && isContainer(after) && Array.isArray(before) === Array.isArray(after)) {
    const [old, made] = [membersOf(before), membersOf(after)];
    for (const name of new Set([...old.keys(), ...made.keys()]))
      collect(old.get(name), made.get(name), [...path, name], found);
    return;
  }
  found.push({
    pointer: jsonPointer(path),
    ...(before === undefined ? {} : { before: before as never }),
    ...(after === undefined ? {} : { after: after as never }),
  });
}

/** Where two JSON values differ, outermost places only; at most 100. */
export function jsonDifferences(before: Json, after: Json): readonly JsonDifference[] {
  const found: JsonDifference[] = [];
  collect(before, after, [], found);
  return found;
}
