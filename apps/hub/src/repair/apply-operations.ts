import type { RepairOperation } from '@activity-hub/contracts/activity/refused-repair';
import { HubError } from '@activity-hub/contracts/errors';
import type { Json, JsonObject } from '@activity-hub/contracts/event';

type Members = { [key: string]: Json };

/** A member of this name would change what an object is instead of what it holds. */
const forbidden = '__proto__';

function segmentsOf(pointer: string): readonly string[] {
  const segments = pointer
    .split('/')
    .slice(1)
    .map((segment) => segment.replaceAll('~1', '/').replaceAll('~0', '~'));
  if (segments.includes(forbidden))
    throw new HubError('invalid_input', `A place cannot be named ${forbidden}.`, { pointer: '/operations' });
  return segments;
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function indexOf(segment: string, length: number): number | undefined {
  if (segment === '-') return length;
  return /^(0|[1-9]\d{0,8})$/.test(segment) && Number(segment) <= length ? Number(segment) : undefined;
}

function valueAt(value: Json, [first, ...rest]: readonly string[]): Json | undefined {
  if (first === undefined) return value;
  const inner = Array.isArray(value)
    ? (value as readonly Json[])[indexOf(first, value.length) ?? value.length]
    : isObject(value) && Object.hasOwn(value, first)
      ? value[first]
      : undefined;
  return inner === undefined ? undefined : valueAt(inner, rest);
}

/** Without mutating: the same parts may be sent again. A place below a text or a number cannot be made. */
function setAt(value: Json | undefined, [first, ...rest]: readonly string[], put: Json): Json {
  if (first === undefined) return put;
  if (Array.isArray(value)) {
    const list = value as readonly Json[];
    const index = indexOf(first, list.length);
    if (index === undefined)
      throw new HubError('invalid_input', `A list of ${list.length} has no place ${first}.`, {
        pointer: '/operations',
      });
    return index === list.length
      ? [...list, setAt(undefined, rest, put)]
      : list.with(index, setAt(list[index], rest, put));
  }
  if (value !== undefined && value !== null && !isObject(value))
    throw new HubError('invalid_input', `${JSON.stringify(first)} cannot stand inside ${JSON.stringify(value)}.`, {
      pointer: '/operations',
    });
  const members = value ?? {};
  const inner = Object.hasOwn(members, first) ? members[first] : undefined;
  return { ...members, [first]: setAt(inner, rest, put) };
}

function removeAt(value: Json, [first, ...rest]: readonly string[]): Json {
  if (first === undefined) return null;
  if (Array.isArray(value)) {
    const list = value as readonly Json[];
    const index = indexOf(first, list.length);
    const inner = index === undefined ? undefined : list[index];
    if (index === undefined || inner === undefined) return list;
    return rest.length === 0 ? list.toSpliced(index, 1) : list.with(index, removeAt(inner, rest));
  }
  if (!isObject(value) || !Object.hasOwn(value, first)) return value;
  const { [first]: inner, ...others } = value as Members;
  return rest.length === 0 || inner === undefined ? others : { ...value, [first]: removeAt(inner, rest) };
}

/** RFC 7386. */
function merged(target: Json | undefined, patch: Json): Json {
  if (!isObject(patch)) return patch;
  const members: Members = isObject(target) ? { ...target } : {};
  for (const [name, value] of Object.entries(patch)) {
    if (name === forbidden)
      throw new HubError('invalid_input', `A place cannot be named ${forbidden}.`, { pointer: '/operations' });
    if (value === null) delete members[name];
    else members[name] = merged(Object.hasOwn(members, name) ? members[name] : undefined, value);
  }
  return members;
}

function applied(value: Json, operation: RepairOperation): Json {
  switch (operation.op) {
    case 'set':
      return setAt(value, segmentsOf(operation.pointer), operation.value as Json);
    case 'remove':
      return removeAt(value, segmentsOf(operation.pointer));
    case 'merge':
      return merged(value, operation.value as Json);
    case 'move': {
      const from = segmentsOf(operation.from);
      const moved = valueAt(value, from);
      return moved === undefined ? value : setAt(removeAt(value, from), segmentsOf(operation.pointer), moved);
    }
  }
}

/**
 * The JSON with the steps of a repair applied in order.
 * @throws HubError invalid_input when a step fits the value nowhere
 */
export function applyOperations(value: Json, operations: readonly RepairOperation[]): Json {
  return operations.reduce(applied, value);
}
