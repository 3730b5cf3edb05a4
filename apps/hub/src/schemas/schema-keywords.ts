/** Where JSON Schema 2020-12 carries schemas inside a schema. */
export const singleSchemas: ReadonlySet<string> = new Set([
  'additionalProperties',
  'unevaluatedProperties',
  'propertyNames',
  'items',
  'contains',
  'unevaluatedItems',
  'not',
  'if',
  'then',
  'else',
  'contentSchema',
]);
export const schemaLists: ReadonlySet<string> = new Set(['allOf', 'anyOf', 'oneOf', 'prefixItems']);
export const schemaMaps: ReadonlySet<string> = new Set([
  'properties',
  'patternProperties',
  '$defs',
  'dependentSchemas',
]);

/** Keywords that say something to people and nothing about what fits; `format` is one of them in 2020-12. */
export const annotations: ReadonlySet<string> = new Set([
  '$schema',
  '$id',
  '$comment',
  '$defs',
  'title',
  'description',
  'default',
  'deprecated',
  'readOnly',
  'writeOnly',
  'examples',
  'format',
  'contentMediaType',
  'contentEncoding',
  'contentSchema',
]);

const assertions = [
  '$ref',
  'type',
  'enum',
  'const',
  'multipleOf',
  'maximum',
  'exclusiveMaximum',
  'minimum',
  'exclusiveMinimum',
  'maxLength',
  'minLength',
  'pattern',
  'maxItems',
  'minItems',
  'uniqueItems',
  'maxContains',
  'minContains',
  'maxProperties',
  'minProperties',
  'required',
  'dependentRequired',
];

export const knownKeywords: ReadonlySet<string> = new Set([
  ...singleSchemas,
  ...schemaLists,
  ...schemaMaps,
  ...annotations,
  ...assertions,
]);

/** Members that say nothing about what fits, kept as they are: for tools of others, and the words of a setting. */
export function isForeignNote(keyword: string): boolean {
  return keyword.startsWith('x-');
}
