import { isNode, type JsonNode, listOf, nodeOf } from './json-node.ts';
import { resolveReference } from './resolve-reference.ts';
import { pick, type Random, seededRandom, wholeBetween } from './seeded-random.ts';
import { textOfPattern } from './text-of-pattern.ts';

/** Deeper and more values are left out: an example is to be read. */
const maxDepth = 16;
const maxValues = 2_000;

/** With this seed every optional field is there: the example that documents the most. */
const FULL_SEED = 1;

interface Making {
  readonly root: JsonNode;
  readonly random: Random;
  readonly isFull: boolean;
  /** Values that may still be made. */
  left: number;
}

function textNamed(name: string, random: Random): string {
  const number = wholeBetween(1, 99, random);
  if (name.endsWith('_id')) return `${name.slice(0, -3).replaceAll('_', '-')}-${number}`;
  return name === '' ? `text ${number}` : `${name.replaceAll('_', ' ')} ${number}`;
}

const hex = '0123456789abcdef'.split('');

function textOfFormat(format: unknown, random: Random): string | undefined {
  const letters = (count: number) => Array.from({ length: count }, () => pick(hex, random)).join('');
  if (format === 'uuid') return `${letters(8)}-${letters(4)}-4${letters(3)}-8${letters(3)}-${letters(12)}`;
  const day = `2026-${String(wholeBetween(1, 12, random)).padStart(2, '0')}-${String(wholeBetween(1, 28, random)).padStart(2, '0')}`;
  if (format === 'date') return day;
  if (format === 'date-time') return `${day}T10:00:00.000Z`;
  if (format === 'email') return `person${wholeBetween(1, 99, random)}@example.org`;
  return format === 'uri' ? `https://example.org/${wholeBetween(1, 99, random)}` : undefined;
}

function textOf(schema: JsonNode, name: string, { random }: Making): string | undefined {
  const { pattern, format, minLength, maxLength } = schema;
  if (typeof pattern === 'string') {
    const formatted = textOfFormat(format, random);
    return formatted ?? textOfPattern(pattern, random);
  }
  const text = textOfFormat(format, random) ?? textNamed(name, random);
  const longest = typeof maxLength === 'number' ? maxLength : text.length;
  const least = typeof minLength === 'number' ? minLength : 0;
  return text.slice(0, Math.max(longest, 0)).padEnd(Math.min(least, 1_000), 'x');
}

function numberOf(schema: JsonNode, isWhole: boolean, { random }: Making): number {
  const bound = (inclusive: string, exclusive: string, step: number) => {
    if (typeof schema[exclusive] === 'number') return schema[exclusive] + step;
    return typeof schema[inclusive] === 'number' ? schema[inclusive] : undefined;
  };
  const step = isWhole ? 1 : 0.01;
  // zod writes the safe integers out as bounds: nobody wants to read one of them.
  const low = Math.max(bound('minimum', 'exclusiveMinimum', step) ?? 0, -1_000_000);
  const high = Math.min(bound('maximum', 'exclusiveMaximum', -step) ?? low + 100, low + 100);
  const begin = high < low ? high : low;
  const drawn = begin + random() * (high - begin);
  const { multipleOf } = schema;
  if (typeof multipleOf === 'number') return Math.ceil(begin / multipleOf) * multipleOf;
  return isWhole
    ? Math.min(Math.ceil(begin) + Math.floor(drawn - begin), Math.floor(high))
    : Math.round(drawn * 100) / 100;
}

function arrayOf(schema: JsonNode, name: string, making: Making, depth: number): unknown[] {
  const least = typeof schema['minItems'] === 'number' ? schema['minItems'] : 0;
  const most = Math.min(typeof schema['maxItems'] === 'number' ? schema['maxItems'] : least + 2, least + 2);
  const length = Math.min(
    wholeBetween(Math.max(least, making.isFull ? 1 : 0), Math.max(most, least), making.random),
    64,
  );
  const prefix = listOf(schema['prefixItems']);
  const items = Array.from({ length }, (_, at) => make(prefix[at] ?? schema['items'] ?? true, name, making, depth + 1));
  return items.filter((item) => item !== undefined);
}

function objectOf(schema: JsonNode, making: Making, depth: number): JsonNode {
  const properties = nodeOf(schema['properties']);
  const required = listOf(schema['required']).map(String);
  const names = [...new Set([...Object.keys(properties), ...required])];
  const entries = names.flatMap((name) => {
    const isWanted = required.includes(name) || making.isFull || making.random() < 0.7;
    if (!isWanted || depth >= maxDepth) return [];
    const value = make(Object.hasOwn(properties, name) ? properties[name] : true, name, making, depth + 1);
    return value === undefined ? [] : [[name, value] as const];
  });
  return Object.fromEntries(entries);
}

/** Both values together where both are objects; else the first that says something. */
function together(values: readonly unknown[]): unknown {
  const nodes = values.filter(isNode);
  return nodes.length === values.length ? Object.assign({}, ...nodes) : values.find((value) => value !== undefined);
}

function combined(schema: JsonNode, name: string, making: Making, depth: number): unknown {
  const { $ref, allOf, anyOf, oneOf, ...rest } = schema;
  const parts: unknown[] = [];
  if (typeof $ref === 'string') parts.push(resolveReference(making.root, $ref));
  parts.push(...listOf(allOf));
  for (const branches of [listOf(anyOf), listOf(oneOf)])
    if (branches.length > 0) parts.push(pick(branches, making.random));
  // A scalar rule beside alternatives (`type` and `anyOf` of bounds) is one rule with the chosen one.
  const isScalar = parts.every(
    (part) => isNode(part) && !('properties' in part) && !('$ref' in part) && !('allOf' in part),
  );
  if (isScalar) return make(Object.assign({}, rest, ...parts), name, making, depth + 1);
  const values = [...parts, ...(Object.keys(rest).length > 0 ? [rest] : [])].map((part) =>
    make(part, name, making, depth + 1),
  );
  return together(values);
}

function typeOf(schema: JsonNode, { random, isFull }: Making): string {
  const types = [schema['type']]
    .flat()
    .filter((type) => type !== undefined)
    .map(String);
  const real = types.filter((type) => type !== 'null');
  if (types.length > real.length && (real.length === 0 || (!isFull && random() < 0.15))) return 'null';
  const chosen = isFull ? real[0] : pick(real, random);
  if (chosen !== undefined) return chosen;
  if ('properties' in schema || 'required' in schema) return 'object';
  if ('items' in schema || 'prefixItems' in schema) return 'array';
  return ['minimum', 'maximum', 'exclusiveMinimum', 'multipleOf'].some((word) => word in schema) ? 'number' : 'string';
}

function make(schema: unknown, name: string, making: Making, depth: number): unknown {
  making.left--;
  if (schema === false || depth > maxDepth * 2 || making.left < 0) return undefined;
  if (!isNode(schema)) return textNamed(name, making.random);
  if ('const' in schema) return schema['const'];
  if ('enum' in schema) return pick(listOf(schema['enum']), making.random);
  const examples = listOf(schema['examples']);
  if (examples.length > 0) return pick(examples, making.random);
  if (['$ref', 'allOf', 'anyOf', 'oneOf'].some((word) => word in schema)) return combined(schema, name, making, depth);
  const type = typeOf(schema, making);
  if (type === 'null') return null;
  if (type === 'boolean') return making.random() < 0.5;
  if (type === 'object') return objectOf(schema, making, depth);
  if (type === 'array') return arrayOf(schema, name, making, depth);
  return type === 'string' ? textOf(schema, name, making) : numberOf(schema, type === 'integer', making);
}

/**
 * A value that looks like one of the schema, the same for the same seed. It follows the common rules; whoever
 * needs certainty checks it, since conditions and negations are not solved here.
 */
export function exampleOfSchema(schema: JsonNode, seed: number): unknown {
  return make(schema, '', { root: schema, random: seededRandom(seed), isFull: seed === FULL_SEED, left: maxValues }, 0);
}
