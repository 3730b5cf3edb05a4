import type { ErrorCode } from '@activity-hub/contracts/errors';
import type { Fault } from '../fault.ts';

/**
 * Something foreign as the hub's own event, not yet validated: an adapter only renames and moves, and
 * the pipeline judges the result like any other event. `pointers` says where the fields of the event
 * came from, so that a later refusal names a place in what was sent.
 */
export type Adapted = { readonly event: JsonObjectSent; readonly pointers: Pointers } | FaultFound;

export interface FaultFound {
  readonly fault: Fault;
}

/** Pointers into what was sent, by pointer into the event. Those that are equal are left out. */
export type Pointers = Readonly<Record<string, string>>;

/** Pure, total, and the same for the same input: a repeat of what was sent must be a repeat of the event. */
export type Adapter = (value: unknown) => Adapted;

export interface AdapterContext {
  /** The source of the key; null: the key may publish as any, so that the adapter has to find one. */
  readonly source: string | null;
}

export type JsonObjectSent = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is JsonObjectSent {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function adapterFault(code: ErrorCode, pointer: string, detail: string): FaultFound {
  return { fault: { code, pointer, detail } };
}

/** A member of a foreign object, when it is an object itself. */
export function objectAt(value: JsonObjectSent, name: string): JsonObjectSent | undefined {
  const member = value[name];
  return isObject(member) ? member : undefined;
}

/** A member of a foreign object, when it is a text with something in it. */
export function textAt(value: JsonObjectSent | undefined, name: string): string | undefined {
  const member = value?.[name];
  return typeof member === 'string' && member !== '' ? member : undefined;
}

/** Leaves out what is undefined: absent and undefined must not be two things. */
export function withoutUndefined(value: JsonObjectSent): JsonObjectSent {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined));
}
