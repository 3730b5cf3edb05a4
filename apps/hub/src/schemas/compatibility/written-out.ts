import { isNode, type JsonNode, memberOf } from '../json-node.ts';
import { resolveReference } from '../resolve-reference.ts';
import { annotations, schemaLists, schemaMaps, singleSchemas } from '../schema-keywords.ts';

export type Schema = JsonNode | boolean;

/** Thrown where a schema refers to itself or unfolds beyond every bound: nothing can be said about it then. */
export class NotJudged extends Error {
  override readonly name = 'NotJudged';
}

/** Keywords that say what fits, and not only something to people; `x-` notes are among the latter. */
function isAssertion(keyword: string): boolean {
  return !annotations.has(keyword) && !keyword.startsWith('x-');
}

/**
 * The schema with every `$ref` written out and without notes for people. What is referred to twice becomes one
 * shared object, so that a document that unfolds to thousands of schemas stays as small as it was.
 * @throws NotJudged for recursion and for references that lead nowhere
 */
export function writtenOut(root: JsonNode): Schema {
  const finished = new Map<JsonNode, Schema>();
  const open = new Set<JsonNode>();

  function visit(value: unknown): Schema {
    if (typeof value === 'boolean') return value;
    if (!isNode(value)) throw new NotJudged('A schema is no object.');
    const known = finished.get(value);
    if (known !== undefined) return known;
    if (open.has(value)) throw new NotJudged('The schema refers to itself.');
    open.add(value);
    const made = rewrite(value);
    open.delete(value);
    finished.set(value, made);
    return made;
  }

  function rewrite(schema: JsonNode): Schema {
    const entries = Object.entries(schema).filter(([keyword]) => isAssertion(keyword) && keyword !== '$ref');
    const rest = Object.fromEntries(entries.map(([keyword, value]) => [keyword, inner(keyword, value)]));
    const reference = memberOf(schema, '$ref');
    if (typeof reference !== 'string') return rest;
    const target = visit(resolveReference(root, reference));
    return entries.length === 0 ? target : { allOf: [rest, target] };
  }

  function inner(keyword: string, value: unknown): unknown {
    if (singleSchemas.has(keyword)) return visit(value);
    if (schemaLists.has(keyword) && Array.isArray(value)) return value.map(visit);
    if (schemaMaps.has(keyword) && isNode(value))
      return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, visit(each)]));
    return value;
  }

  return visit(root);
}
