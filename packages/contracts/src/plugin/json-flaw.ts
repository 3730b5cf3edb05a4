import type { JsonObject } from '../event.ts';

const maxDepth = 64;

/**
 * @param texts whether texts are looked at too
 * @returns why the value cannot be kept as JSON, beginning with the place within it; undefined when it can.
 */
export function jsonFlawOf(value: unknown, texts: boolean, depth = 0): string | undefined {
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

/** @throws TypeError that names the place, when there is a flaw */
export function refuseJsonFlaw(flaw: string | undefined, what: string, of: string): void {
  if (flaw === undefined) return;
  throw new TypeError(`Its ${what} of ${of} is no JSON: ${flaw.startsWith('/') ? flaw : `it${flaw}`}.`);
}

/** The place is put together on the way back from a flaw: naming every member cost a twentieth of processing. */
function membersFlawOf(value: object, depth: number, texts: boolean): string | undefined {
  const prototype = Object.getPrototypeOf(value);
  if (Array.isArray(value)) {
    for (let at = 0; at < value.length; at++) {
      const flaw = jsonFlawOf(value[at], texts, depth);
      if (flaw !== undefined) return `/${at}${flaw}`;
    }
    return undefined;
  }
  if (prototype !== Object.prototype && prototype !== null) return ' is no plain object';
  for (const name of Object.keys(value)) {
    const nameFlaw = texts ? textFlawOf(name) : undefined;
    if (nameFlaw !== undefined) return nameFlaw;
    const flaw = jsonFlawOf((value as JsonObject)[name], texts, depth);
    if (flaw !== undefined) return `/${name}${flaw}`;
  }
  return undefined;
}

/** The database's JSON takes neither NUL nor half a surrogate pair. */
function textFlawOf(text: string): string | undefined {
  if (!text.isWellFormed()) return ' holds half of a surrogate pair';
  return text.includes('\u0000') ? ' holds a NUL character' : undefined;
}
