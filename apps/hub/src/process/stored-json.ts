import type { JsonObject } from '@activity-hub/contracts/event';

/** A state that grows without end would slow every batch down long before it fills the disk. */
const maxBytes = 1024 * 1024;
const maxDepth = 64;

/**
 * @param texts whether texts are looked at too
 * @returns why the value cannot be kept as JSON, beginning with the place within it; undefined when it can.
 */
function flawOf(value: unknown, depth: number, texts: boolean): string | undefined {
  if (depth > maxDepth) return ` is nested deeper than ${maxDepth}`;
  switch (typeof value) {
    case 'boolean':
      return undefined;
    case 'number':
      return Number.isFinite(value) ? undefined : ` is ${value}`;
    case 'string':
      return texts ? textFlawOf(value) : undefined;
    case 'object':
      return value === null ? undefined : membersFlawOf(value, depth + 1, texts);
    default:
      return ` is ${typeof value === 'undefined' ? 'undefined' : `a ${typeof value}`}`;
  }
}

/** The place is put together on the way back from a flaw: naming every member cost a twentieth of processing. */
function membersFlawOf(value: object, depth: number, texts: boolean): string | undefined {
  const prototype = Object.getPrototypeOf(value);
  if (Array.isArray(value)) {
    for (let at = 0; at < value.length; at++) {
      const flaw = flawOf(value[at], depth, texts);
      if (flaw !== undefined) return `/${at}${flaw}`;
    }
    return undefined;
  }
  if (prototype !== Object.prototype && prototype !== null) return ' is no plain object';
  for (const name of Object.keys(value)) {
    const nameFlaw = texts ? textFlawOf(name) : undefined;
    if (nameFlaw !== undefined) return nameFlaw;
    const flaw = flawOf((value as JsonObject)[name], depth, texts);
    if (flaw !== undefined) return `/${name}${flaw}`;
  }
  return undefined;
}

/** The database's JSON takes neither NUL nor half a surrogate pair. */
function textFlawOf(text: string): string | undefined {
  if (!text.isWellFormed()) return ' holds half of a surrogate pair';
  return text.includes('\u0000') ? ' holds a NUL character' : undefined;
}

/** In JSON text NUL and half a surrogate pair begin with it; so do some others, which is found out then. */
const mayHideFlaw = '\\u';

/**
 * The text under which what a plugin returned is kept. What JSON would silently change (undefined, NaN,
 * a Date, a Map) is refused: a state read back must equal the state that was folded, or the result
 * would depend on where a batch happened to end.
 * @param of whose it is, or of which type
 * @throws TypeError naming the place.
 */
export function storedJson(value: JsonObject, what: string, of: string): string {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  refuseFlaw(isObject ? flawOf(value, 0, false) : ' is no object', what, of);
  const text = JSON.stringify(value);
  if (text.includes(mayHideFlaw)) refuseFlaw(flawOf(value, 0, true), what, of);
  if (text.length > maxBytes)
    throw new TypeError(`Its ${what} of ${of} has ${text.length} characters; at most ${maxBytes} are kept.`);
  return text;
}

function refuseFlaw(flaw: string | undefined, what: string, of: string): void {
  if (flaw === undefined) return;
  throw new TypeError(`Its ${what} of ${of} is no JSON: ${flaw.startsWith('/') ? flaw : `it${flaw}`}.`);
}
