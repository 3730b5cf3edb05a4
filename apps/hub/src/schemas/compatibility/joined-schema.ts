import { isNode, isSameJson, type JsonNode, listOf, memberOf, nodeOf } from '../json-node.ts';
import type { Schema } from './written-out.ts';

/** Keywords whose meaning depends on the properties named beside them: parts that have one cannot be joined. */
const neighbourly = ['additionalProperties', 'patternProperties', 'items'];

/** Keywords that mean something only together: halves of two schemas must not meet. */
const apart = [
  ['if', 'then', 'else'],
  ['contains', 'minContains', 'maxContains'],
];

function looksAround(a: JsonNode, b: JsonNode): boolean {
  return ['unevaluatedProperties', 'unevaluatedItems'].some((word) => word in a || word in b);
}

function texts(value: unknown): readonly string[] {
  return listOf(value).map(String);
}

function joinedType(a: unknown, b: unknown): readonly string[] {
  const [left, right] = [texts([a].flat()), texts([b].flat())];
  const both = left.filter((type) => right.includes(type) || (type === 'integer' && right.includes('number')));
  const whole = right.filter((type) => type === 'integer' && left.includes('number') && !both.includes('integer'));
  return [...both, ...whole];
}

function joinedProperties(a: JsonNode, b: JsonNode): JsonNode {
  const names = [...new Set([...Object.keys(a), ...Object.keys(b)])];
  return Object.fromEntries(
    names.map((name) => {
      const parts = [memberOf(a, name), memberOf(b, name)].filter((part) => part !== undefined);
      return [name, parts.length === 1 || isSameJson(parts[0], parts[1]) ? parts[0] : { allOf: parts }];
    }),
  );
}

/** One value for the keyword of two conjuncts; undefined when no single keyword says both. */
function joinedValue(keyword: string, a: unknown, b: unknown): unknown {
  if (isSameJson(a, b)) return a;
  if (keyword === 'type') return joinedType(a, b);
  if (keyword === 'required') return [...new Set([...texts(a), ...texts(b)])];
  if (keyword === 'properties') return joinedProperties(nodeOf(a), nodeOf(b));
  if (typeof a !== 'number' || typeof b !== 'number') return undefined;
  if (/^(exclusiveM|m)inimum$|^min/.test(keyword)) return Math.max(a, b);
  return /^(exclusiveM|m)aximum$|^max/.test(keyword) ? Math.min(a, b) : undefined;
}

/** Both schemas as one, where one can say what both say. */
export function joinTwo(a: Schema, b: Schema): Schema | undefined {
  if (a === false || b === false) return false;
  if (a === true) return b;
  if (b === true) return a;
  if (apart.some((words) => words.some((word) => word in a) && words.some((word) => word in b)) || looksAround(a, b))
    return isSameJson(a, b) ? a : undefined;
  const closes = (schema: JsonNode) => neighbourly.some((keyword) => keyword in schema);
  const mentions = (schema: JsonNode) => 'properties' in schema || 'prefixItems' in schema || closes(schema);
  if ((closes(a) && mentions(b)) || (closes(b) && mentions(a))) return isSameJson(a, b) ? a : undefined;
  const joined: Record<string, unknown> = { ...a };
  for (const [keyword, value] of Object.entries(b)) {
    const one = keyword in a ? joinedValue(keyword, a[keyword], value) : value;
    if (one === undefined) return undefined;
    // No type is both: nothing fits, which an empty list of types would not say.
    if (keyword === 'type' && Array.isArray(one) && one.length === 0) return false;
    joined[keyword] = one;
  }
  return joined;
}

/** The schema with `allOf` joined into it as far as that can be done; what cannot stays in `allOf`. */
export function joinedSchema(schema: Schema): Schema {
  if (!isNode(schema)) return schema;
  if (Object.keys(schema).length === 0) return true;
  if (!('allOf' in schema)) return schema;
  const { allOf, ...rest } = schema;
  let whole: Schema = joinedSchema(rest);
  const left: Schema[] = [];
  for (const part of listOf(allOf) as readonly Schema[]) {
    const flat = joinedSchema(part);
    const one: Schema | undefined = isNode(flat) && 'allOf' in flat ? undefined : joinTwo(whole, flat);
    if (one === undefined) left.push(flat);
    else whole = one;
  }
  if (left.length === 0 || whole === false) return whole;
  return { ...(whole === true ? {} : whole), allOf: left };
}
