import { isNode } from './json-node.ts';

/**
 * The schema with its local references (`#/$defs/…`) turned to where the schema stands inside a larger document.
 * Its own `$id` goes: it would make the references local again, in those tools that know it.
 */
export function rebaseReferences(schema: unknown, place: string): unknown {
  if (Array.isArray(schema)) return schema.map((each) => rebaseReferences(each, place));
  if (!isNode(schema)) return schema;
  const entries = Object.entries(schema).filter(([keyword, value]) => !isIdentity(keyword, value));
  return Object.fromEntries(
    entries.map(([keyword, value]) => {
      const isReference = keyword === '$ref' && typeof value === 'string' && value.startsWith('#');
      return [keyword, isReference ? `${place}${value.slice(1)}` : rebaseReferences(value, place)];
    }),
  );
}

/** A field may be called `$id` too; then what stands there is a schema. */
function isIdentity(keyword: string, value: unknown): boolean {
  return (keyword === '$id' || keyword === '$schema') && typeof value === 'string';
}
