import type { JsonObject } from '@activity-hub/contracts/event';
import { jsonFlawOf, notPlain, refuseJsonFlaw } from '@activity-hub/contracts/plugin/json-flaw';
import { PluginError } from '@activity-hub/contracts/plugin/plugin-error';

/** A state that grows without end would slow every batch down long before it fills the disk. */
const maxKib = 1024;

/** In JSON text NUL and half a surrogate pair begin with it; so do some others, which is found out then. */
const mayHideFlaw = '\\u';

/**
 * The text under which what a plugin returned is kept. What JSON would silently change (undefined, NaN,
 * a Date, a Map) is refused: a state read back must equal the state that was folded, or the result
 * would depend on where a batch happened to end.
 * @param of whose it is, or of which type
 * @throws PluginError naming the place.
 */
export function storedJson(value: JsonObject, part: string, of: string): string {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  refuseJsonFlaw(isObject ? jsonFlawOf(value, false) : notPlain, part, of);
  const text = JSON.stringify(value);
  if (text.includes(mayHideFlaw)) refuseJsonFlaw(jsonFlawOf(value, true), part, of);
  if (text.length > maxKib * 1024) throw new PluginError('too_large', { part, kib: maxKib, of });
  return text;
}
