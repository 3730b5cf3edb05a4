import { type CelInput, type CelList, type CelMap, celList, celMap } from '@bufbuild/cel';
import { type Json, type JsonObject, type RecordedEvent, recordedEvent } from '../event.ts';

/** The fields of `event` that an expression may name: what every subscriber may see of an event. */
export const eventFields: readonly string[] = Object.keys(recordedEvent.shape);

const rawValues = new WeakMap<object, Json>();
const events = new WeakMap<RecordedEvent, CelMap>();

/** The JSON behind a list or map that came from an event; undefined for one that an expression made. */
export function jsonBehind(value: CelList | CelMap): Json | undefined {
  return rawValues.get(value);
}

/** `event` as CEL wants it, made once for however many expressions look at it, and the depths only where they do. */
export function celEvent(event: RecordedEvent): CelMap {
  const known = events.get(event);
  if (known !== undefined) return known;
  const fields: Record<string, Json> = {};
  for (const field of eventFields) {
    const value = (event as unknown as JsonObject)[field];
    if (value !== undefined && Object.hasOwn(event, field)) fields[field] = value;
  }
  const made = celMapOf(fields);
  events.set(event, made);
  return made;
}

/**
 * The library would turn plain objects into maps by itself, but it looks at `constructor` and `$typeName` to tell them
 * from messages, and both may be keys of a payload.
 */
function celInputOf(value: Json): CelInput {
  if (typeof value !== 'object' || value === null) return value;
  return Array.isArray(value) ? celListOf(value) : celMapOf(value as JsonObject);
}

function celListOf(values: readonly Json[]): CelList {
  const list = celList(values.map(celInputOf));
  rawValues.set(list, values);
  return list;
}

function celMapOf(object: JsonObject): CelMap {
  const map = celMap(new JsonView(object));
  rawValues.set(map, object);
  return map;
}

/** A JSON object read as a map: own keys only, members made when they are asked for. */
class JsonView implements ReadonlyMap<string, CelInput> {
  readonly #object: JsonObject;
  readonly #made = new Map<string, CelInput>();
  #keys: readonly string[] | undefined;

  constructor(object: JsonObject) {
    this.#object = object;
  }

  get size(): number {
    return this.#ownKeys().length;
  }

  get(key: string): CelInput | undefined {
    const made = this.#made.get(key);
    if (made !== undefined) return made;
    if (typeof key !== 'string' || !Object.hasOwn(this.#object, key)) return undefined;
    const own = this.#object[key];
    if (own === undefined) return undefined;
    const value = celInputOf(own);
    if (typeof value === 'object' && value !== null) this.#made.set(key, value);
    return value;
  }

  has(key: string): boolean {
    return Object.hasOwn(this.#object, key);
  }

  keys(): MapIterator<string> {
    return this.#ownKeys().values();
  }

  *entries(): MapIterator<[string, CelInput]> {
    for (const key of this.#ownKeys()) yield [key, this.get(key) ?? null];
  }

  *values(): MapIterator<CelInput> {
    for (const [, value] of this.entries()) yield value;
  }

  [Symbol.iterator](): MapIterator<[string, CelInput]> {
    return this.entries();
  }

  forEach(visit: (value: CelInput, key: string, map: ReadonlyMap<string, CelInput>) => void): void {
    for (const [key, value] of this.entries()) visit(value, key, this);
  }

  #ownKeys(): readonly string[] {
    this.#keys ??= Object.keys(this.#object);
    return this.#keys;
  }
}
