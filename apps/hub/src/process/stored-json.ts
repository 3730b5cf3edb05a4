import type { JsonObject } from '@activity-hub/contracts/event';

/** A state that grows without end would slow every batch down long before it fills the disk. */
const maxBytes = 1024 * 1024;
const maxDepth = 64;

/** @returns why the value cannot be kept as JSON, with the place; undefined when it can. */
function flawOf(value: unknown, path: string, depth: number): string | undefined {
  if (depth > maxDepth) return `${path} is nested deeper than ${maxDepth}`;
  switch (typeof value) {
    case 'boolean':
      return undefined;
    case 'number':
      return Number.isFinite(value) ? undefined : `${path} is ${value}`;
    case 'string':
      return textFlawOf(value, path);
    case 'object':
      if (value === null) return undefined;
      if (Array.isArray(value)) return firstFlaw(value.entries(), path, depth);
      if (Object.getPrototypeOf(value) !== Object.prototype && Object.getPrototypeOf(value) !== null) {
        return `${path} is no plain object`;
      }
      return firstFlaw(Object.entries(value), path, depth);
    default:
      return `${path} is ${typeof value === 'undefined' ? 'undefined' : `a ${typeof value}`}`;
  }
}

function firstFlaw(
  members: Iterable<readonly [number | string, unknown]>,
  path: string,
  depth: number,
): string | undefined {
  for (const [name, member] of members) {
    const flaw =
      (typeof name === 'string' ? textFlawOf(name, path) : undefined) ?? flawOf(member, `${path}/${name}`, depth + 1);
    if (flaw !== undefined) return flaw;
  }
  return undefined;
}

/** The database's JSON takes neither NUL nor half a surrogate pair. */
function textFlawOf(text: string, path: string): string | undefined {
  if (!text.isWellFormed()) return `${path} holds half of a surrogate pair`;
  return text.includes('\u0000') ? `${path} holds a NUL character` : undefined;
}

/**
 * The text under which what a plugin returned is kept. What JSON would silently change (undefined, NaN,
 * a Date, a Map) is refused: a state read back must equal the state that was folded, or the result
 * would depend on where a batch happened to end.
 * @throws TypeError naming the place.
 */
export function storedJson(value: JsonObject, what: string): string {
  const flaw =
    typeof value === 'object' && value !== null && !Array.isArray(value) ? flawOf(value, '', 0) : ' is no object';
  if (flaw !== undefined) throw new TypeError(`Its ${what} is no JSON: ${flaw.startsWith('/') ? flaw : `it${flaw}`}.`);
  const text = JSON.stringify(value);
  if (text.length > maxBytes)
    throw new TypeError(`Its ${what} has ${text.length} characters; at most ${maxBytes} are kept.`);
  return text;
}
