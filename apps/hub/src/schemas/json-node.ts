/** An object of a JSON document that comes from outside: nothing is known of its members. */
export type JsonNode = { readonly [key: string]: unknown };

export function isNode(value: unknown): value is JsonNode {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function nodeOf(value: unknown): JsonNode {
  return isNode(value) ? value : {};
}

/** The own member of the name: `constructor` is no field of `{}`. */
export function memberOf(node: JsonNode, name: string): unknown {
  return Object.hasOwn(node, name) ? node[name] : undefined;
}

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** Whether two JSON values are the same: order of keys does not matter, order of elements does. */
export function isSameJson(a: unknown, b: unknown): boolean {
  if (Object.is(a, b) || a === b) return true;
  if (Array.isArray(a)) {
    return Array.isArray(b) && a.length === b.length && a.every((element, at) => isSameJson(element, b[at]));
  }
  if (!isNode(a) || !isNode(b)) return false;
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => Object.hasOwn(b, key) && isSameJson(memberOf(a, key), memberOf(b, key)))
  );
}
