import type { ValueChange } from '@activity-hub/contracts/activity/aggregate-explanation';
import { jsonPointer } from '@activity-hub/contracts/api/json-pointer';
import { isSameValue } from './same-value.ts';

/** Of one event; the others are counted. */
const toldChanges = 20;
/** UTF-16 units of a value as JSON. */
const toldLength = 500;

export interface ToldChanges {
  readonly changes: ValueChange[];
  readonly more_changes: number;
}

/** What sets two values apart, by place. */
export function changesOf(before: unknown, after: unknown): ToldChanges {
  const changes = [...differences(before, after, [])];
  return { changes: changes.slice(0, toldChanges), more_changes: Math.max(0, changes.length - toldChanges) };
}

function* differences(before: unknown, after: unknown, path: readonly PropertyKey[]): Generator<ValueChange> {
  if (isBranch(before) && isBranch(after) && Array.isArray(before) === Array.isArray(after)) {
    for (const name of new Set([...Object.keys(before), ...Object.keys(after)]))
      yield* differences(before[name], after[name], [...path, name]);
  } else if (!isSameValue(before, after)) yield changeOf(before, after, path);
}

function isBranch(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function changeOf(before: unknown, after: unknown, path: readonly PropertyKey[]): ValueChange {
  const told = Object.entries({ before, after }).filter(([, value]) => value !== undefined);
  const short = told.filter(([, value]) => JSON.stringify(value).length <= toldLength);
  return { pointer: jsonPointer(path), ...Object.fromEntries(short), cut: short.length < told.length };
}
