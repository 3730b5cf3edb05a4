import type { JsonObject } from '../event.ts';
import { PluginError } from './plugin-error.ts';
import type { PluginFault } from './plugin-fault.ts';

const maxDepth = 64;

/** Where in a value, and what is wrong there. */
interface JsonFlaw extends PluginFault {
  readonly pointer: string;
}

/**
 * @param texts whether texts are looked at too
 * @returns why the value cannot be kept as JSON; undefined when it can.
 */
export function jsonFlawOf(value: unknown, texts: boolean, depth = 0): JsonFlaw | undefined {
  if (depth > maxDepth) return { pointer: '', code: 'too_deep', values: { levels: maxDepth } };
  switch (typeof value) {
    case 'boolean':
      return undefined;
    case 'number':
      return Number.isFinite(value) ? undefined : noJson(String(value));
    case 'string':
      return texts ? textFlawOf(value) : undefined;
    case 'object':
      return value === null ? undefined : membersFlawOf(value, depth + 1, texts);
    default:
      return noJson(typeof value);
  }
}

/** @param of whose it is, or of which type. @throws PluginError that names the place, when there is a flaw */
export function refuseJsonFlaw(flaw: JsonFlaw | undefined, part: string, of: string): void {
  if (flaw === undefined) return;
  throw new PluginError(flaw.code, { ...flaw.values, pointer: flaw.pointer, part, of });
}

/** @param found what stands there: undefined, NaN, function */
function noJson(found: string): JsonFlaw {
  return { pointer: '', code: 'no_json_value', values: { found } };
}

/** The place is put together on the way back from a flaw: naming every member cost a twentieth of processing. */
function membersFlawOf(value: object, depth: number, texts: boolean): JsonFlaw | undefined {
  const prototype = Object.getPrototypeOf(value);
  if (Array.isArray(value)) {
    for (let at = 0; at < value.length; at++) {
      const flaw = jsonFlawOf(value[at], texts, depth);
      if (flaw !== undefined) return within(at, flaw);
    }
    return undefined;
  }
  if (value instanceof Promise) return { pointer: '', code: 'promise', values: {} };
  if (prototype !== Object.prototype && prototype !== null) return notPlain;
  for (const name of Object.keys(value)) {
    const nameFlaw = texts ? textFlawOf(name) : undefined;
    if (nameFlaw !== undefined) return nameFlaw;
    const flaw = jsonFlawOf((value as JsonObject)[name], texts, depth);
    if (flaw !== undefined) return within(name, flaw);
  }
  return undefined;
}

/** What JSON would make an object of, or what should be one. */
export const notPlain: JsonFlaw = { pointer: '', code: 'no_plain_object', values: {} };

function within(name: string | number, flaw: JsonFlaw): JsonFlaw {
  return { ...flaw, pointer: `/${name}${flaw.pointer}` };
}

/** The database's JSON takes neither NUL nor half a surrogate pair. */
function textFlawOf(text: string): JsonFlaw | undefined {
  if (!text.isWellFormed()) return { pointer: '', code: 'half_surrogate', values: {} };
  return text.includes('\u0000') ? { pointer: '', code: 'nul_character', values: {} } : undefined;
}
