import {
  type CelInput,
  type CelValue,
  isCelError,
  isCelList,
  isCelMap,
  isCelType,
  isCelUint,
  parse,
  plan,
} from '@bufbuild/cel';
import type { Json } from '../event.ts';
import { environment } from './cel-environment.ts';
import { jsonBehind } from './cel-value.ts';

/**
 * The JSON of a CEL value. Whole numbers beyond 2^53 are refused: no reader of JSON could be relied on to see the same
 * number. Bytes become base64, timestamps RFC 3339, durations seconds ("90s"), types their name.
 * @throws Error with what cannot be said in JSON
 */
export function jsonOfCel(value: CelValue): Json {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return value;
    case 'number':
      if (!Number.isFinite(value)) throw new Error(`${value} cannot be written in JSON`);
      return value;
    case 'bigint':
      return jsonOfWhole(value);
    default:
      return value === null ? null : jsonOfObject(value);
  }
}

function jsonOfObject(value: Exclude<CelValue, string | boolean | number | bigint | null>): Json {
  if (isCelUint(value)) return jsonOfWhole(value.value);
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (isCelList(value)) return jsonBehind(value) ?? Array.from(value, jsonOfCel);
  if (isCelMap(value)) {
    // From entries, so that a key like __proto__ becomes a key and nothing else.
    return (
      jsonBehind(value) ?? Object.fromEntries(Array.from(value, ([key, member]) => [keyText(key), jsonOfCel(member)]))
    );
  }
  return isCelType(value) ? value.name : textOfMessage(value);
}

function jsonOfWhole(value: bigint): number {
  const number = Number(value);
  if (!Number.isSafeInteger(number)) throw new Error(`${value} is too large for a JSON number; write string(…)`);
  return number;
}

function keyText(key: string | boolean | bigint | { readonly value: bigint }): string {
  return typeof key === 'object' ? String(key.value) : String(key);
}

const stringOf = plan(environment, parse('string(value)'));

function textOfMessage(value: CelInput): string {
  const text = stringOf({ value });
  if (isCelError(text) || typeof text !== 'string') throw new Error('the value cannot be written in JSON');
  return text;
}
