import { type Fault, pointerSegment } from '../ingest/fault.ts';
import { isNode, type JsonNode, listOf, memberOf, nodeOf } from './json-node.ts';
import { linearPattern } from './linear-pattern.ts';
import { resolveReference } from './resolve-reference.ts';
import { isForeignNote, knownKeywords, schemaLists, schemaMaps, singleSchemas } from './schema-keywords.ts';

/** What a schema of a stranger may be. Each bound keeps the time of a check in proportion to the payload. */
export const SCHEMA_LIMITS = {
  /** UTF-8 bytes of its JSON text. */
  maxBytes: 64 * 1024,
  /** Nesting of objects and arrays. */
  maxDepth: 32,
  maxSubschemas: 1_000,
  /** Schemas visited when every `$ref` is written out: what a payload can be checked against at most. */
  maxExpanded: 5_000,
  /** Instructions of all patterns, each counted as often as it is reached. */
  maxPatternWork: 10_000,
  maxEnumValues: 512,
} as const;

/** Thrown inside, so that a walk over a hostile document ends at the first fault. */
class Refused extends Error {
  readonly fault: Fault;

  constructor(pointer: string, detail: string) {
    super(detail);
    this.fault = { code: 'schema_refused', pointer, detail };
  }
}

const unsafeKeys = new Set(['__proto__', 'prototype', 'constructor']);

function checkText(text: string, pointer: string): void {
  if (text.includes('\0') || !text.isWellFormed())
    throw new Refused(pointer, 'A text holds a NUL character or half of a surrogate pair: remove it.');
}

/** Depth and texts first: everything after it may recurse. */
function checkShape(value: unknown, pointer: string, depth: number): void {
  if (typeof value === 'string') checkText(value, pointer);
  if (typeof value !== 'object' || value === null) return;
  if (depth >= SCHEMA_LIMITS.maxDepth)
    throw new Refused(pointer, `Nest at most ${SCHEMA_LIMITS.maxDepth} objects and arrays.`);
  for (const [key, member] of Object.entries(value)) {
    const place = pointer + pointerSegment(key);
    if (unsafeKeys.has(key)) throw new Refused(place, `The key ${JSON.stringify(key)} is not allowed in a schema.`);
    checkText(key, place);
    checkShape(member, place, depth + 1);
  }
}

/** The schemas directly inside a schema, with their places. */
function* innerSchemas(schema: JsonNode, pointer: string): Generator<readonly [schema: unknown, pointer: string]> {
  for (const [keyword, value] of Object.entries(schema)) {
    const place = pointer + pointerSegment(keyword);
    if (singleSchemas.has(keyword)) yield [value, place];
    else if (schemaLists.has(keyword)) yield* listOf(value).map((each, at) => [each, `${place}/${at}`] as const);
    else if (schemaMaps.has(keyword))
      yield* Object.entries(nodeOf(value)).map(([name, each]) => [each, place + pointerSegment(name)] as const);
  }
}

function checkPattern(pattern: string, pointer: string): void {
  const made = linearPattern(pattern);
  if (typeof made === 'string') {
    const shown = pattern.length > 80 ? `${pattern.slice(0, 80)}…` : pattern;
    const detail = `The pattern ${JSON.stringify(shown)} cannot be checked in linear time: ${made}. Write it without look-around, back-references and huge repetitions.`;
    throw new Refused(pointer, detail);
  }
}

function checkReference(reference: unknown, pointer: string, root: JsonNode): void {
  if (typeof reference !== 'string' || !reference.startsWith('#')) {
    const detail = `${JSON.stringify(reference)} lies outside of the schema. The hub fetches nothing: put it under $defs and refer to #/$defs/….`;
    throw new Refused(pointer, detail);
  }
  if (resolveReference(root, reference) === undefined)
    throw new Refused(pointer, `${JSON.stringify(reference)} leads to nothing in this schema.`);
}

/** One schema by itself: its keywords, patterns and references. */
function checkSchema(schema: JsonNode, pointer: string, root: JsonNode, notes: readonly string[]): void {
  for (const [keyword, value] of Object.entries(schema)) {
    const place = pointer + pointerSegment(keyword);
    if (!knownKeywords.has(keyword) && !isForeignNote(keyword) && !notes.includes(keyword)) {
      const detail = `${JSON.stringify(keyword)} is no keyword that the hub checks. Correct the spelling, or begin its name with x-.`;
      throw new Refused(place, detail);
    }
    if (keyword === '$ref') checkReference(value, place, root);
    if (keyword === '$id' && pointer !== '') throw new Refused(place, 'Only the whole schema may have an $id.');
    if (keyword === 'pattern' && typeof value === 'string') checkPattern(value, place);
    if (keyword === 'patternProperties')
      for (const pattern of Object.keys(nodeOf(value))) checkPattern(pattern, place + pointerSegment(pattern));
    if (keyword === 'enum' && listOf(value).length > SCHEMA_LIMITS.maxEnumValues)
      throw new Refused(place, `List at most ${SCHEMA_LIMITS.maxEnumValues} values.`);
  }
}

function checkSubschemas(root: JsonNode, notes: readonly string[]): void {
  const waiting: (readonly [unknown, string])[] = [[root, '']];
  let count = 0;
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const [schema, pointer] = next;
    count++;
    if (count > SCHEMA_LIMITS.maxSubschemas)
      throw new Refused(pointer, `A schema may hold at most ${SCHEMA_LIMITS.maxSubschemas} schemas.`);
    if (typeof schema === 'boolean') continue;
    if (!isNode(schema)) throw new Refused(pointer, 'A schema is an object, true or false.');
    checkSchema(schema, pointer, root, notes);
    waiting.push(...innerSchemas(schema, pointer));
  }
}

function patternWork(schema: JsonNode): number {
  const { pattern } = schema;
  const patterns = [
    ...(typeof pattern === 'string' ? [pattern] : []),
    ...Object.keys(nodeOf(schema['patternProperties'])),
  ];
  return patterns.reduce((sum, each) => {
    const made = linearPattern(each);
    return sum + (typeof made === 'string' ? 0 : made.size);
  }, 0);
}

/** Writes every `$ref` out, in thought: doubling references and recursion show here and nowhere else. */
function checkExpansion(root: JsonNode): void {
  let visited = 0;
  let work = 0;
  const open = new Set<unknown>();
  const visit = (schema: unknown, pointer: string): void => {
    if (!isNode(schema)) return;
    visited++;
    work += patternWork(schema);
    if (visited > SCHEMA_LIMITS.maxExpanded)
      throw new Refused(
        pointer,
        `With every $ref written out the schema has more than ${SCHEMA_LIMITS.maxExpanded} schemas.`,
      );
    if (work > SCHEMA_LIMITS.maxPatternWork)
      throw new Refused(pointer, 'Together the patterns are too much work for each text. Use fewer or shorter ones.');
    if (open.has(schema)) {
      const detail = 'The schema refers to itself. A recursive schema is refused: write out the levels that you need.';
      throw new Refused(pointer, detail);
    }
    open.add(schema);
    const reference = memberOf(schema, '$ref');
    if (typeof reference === 'string') visit(resolveReference(root, reference), `${pointer}/$ref`);
    for (const [inner, place] of innerSchemas(schema, pointer))
      if (!place.startsWith(`${pointer}/$defs/`)) visit(inner, place);
    open.delete(schema);
  };
  visit(root, '');
}

/**
 * Whether the hub takes the schema of a stranger at all, before anything compiles it. Refused are remote and
 * recursive references, patterns that need backtracking, and whatever is larger than `SCHEMA_LIMITS`.
 */
export function schemaBoundsFault(schema: unknown, notes: readonly string[] = []): Fault | undefined {
  try {
    if (!isNode(schema)) throw new Refused('', 'A schema of a payload is a JSON object.');
    checkShape(schema, '', 0);
    const bytes = Buffer.byteLength(JSON.stringify(schema));
    if (bytes > SCHEMA_LIMITS.maxBytes)
      throw new Refused('', `The schema has ${bytes} bytes, more than ${SCHEMA_LIMITS.maxBytes}.`);
    checkSubschemas(schema, notes);
    checkExpansion(schema);
    return undefined;
  } catch (failure) {
    if (failure instanceof Refused) return failure.fault;
    throw failure;
  }
}
