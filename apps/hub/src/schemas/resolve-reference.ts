import { isNode, type JsonNode, memberOf } from './json-node.ts';

function decoded(segment: string): string | undefined {
  try {
    return decodeURIComponent(segment).replaceAll('~1', '/').replaceAll('~0', '~');
  } catch {
    return undefined;
  }
}

/**
 * What a local reference (`#`, `#/$defs/amount`) points to.
 * @returns undefined when it leads nowhere, or to something that is no schema
 */
export function resolveReference(root: JsonNode, reference: string): JsonNode | boolean | undefined {
  if (reference === '#') return root;
  if (!reference.startsWith('#/')) return undefined;
  let place: unknown = root;
  for (const segment of reference.slice(2).split('/')) {
    const name = decoded(segment);
    if (name === undefined) return undefined;
    if (Array.isArray(place)) place = /^\d{1,6}$/.test(name) ? place[Number(name)] : undefined;
    else if (isNode(place)) place = memberOf(place, name);
    else return undefined;
  }
  return isNode(place) || typeof place === 'boolean' ? place : undefined;
}
