import { describe, expect, it } from 'vitest';
import { compileForeignSchema, schemaFault } from './compile-schema.ts';
import { SCHEMA_LIMITS } from './schema-bounds.ts';

function nested(levels: number): object {
  let schema: object = { type: 'string' };
  for (let level = 0; level < levels; level++) schema = { properties: { a: schema } };
  return schema;
}

function chain(length: number, uses: number): object {
  const $defs: Record<string, object> = { [`d${length}`]: { type: 'string' } };
  for (let at = 0; at < length; at++) {
    $defs[`d${at}`] = { anyOf: Array.from({ length: uses }, () => ({ $ref: `#/$defs/d${at + 1}` })) };
  }
  return { $defs, properties: { a: { $ref: '#/$defs/d0' } } };
}

function deepJson(levels: number): object {
  return JSON.parse(`${'{"not":'.repeat(levels)}{}${'}'.repeat(levels)}`) as object;
}

/** Schema bombs: each has to be refused, and at once. */
const bombs: readonly (readonly [name: string, schema: unknown, pointer: RegExp])[] = [
  ['no object', [], /^$/],
  ['a remote reference', { $ref: 'http://127.0.0.1:1/schema.json' }, /^\/\$ref$/],
  ['a file reference', { properties: { a: { $ref: 'file:///etc/passwd' } } }, /\/\$ref$/],
  ['a reference by name', { $ref: '#anchor' }, /^\/\$ref$/],
  ['a reference into nothing', { $ref: '#/$defs/none' }, /^\/\$ref$/],
  ['a reference into the prototype', { $ref: '#/constructor' }, /^\/\$ref$/],
  ['a reference to itself', { $ref: '#' }, /\$ref/],
  ['a recursive tree', { properties: { children: { items: { $ref: '#' } } } }, /children/],
  [
    'references in a circle',
    { $defs: { a: { $ref: '#/$defs/b' }, b: { $ref: '#/$defs/a' } }, $ref: '#/$defs/a' },
    /\$ref/,
  ],
  ['references that double at each step', chain(14, 2), /./],
  ['references that grow tenfold', chain(8, 10), /./],
  ['a dynamic reference', { $dynamicRef: '#x' }, /dynamicRef/],
  ['a deep document', nested(40), /./],
  ['a document deeper than the stack', deepJson(50_000), /./],
  [
    'a thousand schemas',
    { properties: Object.fromEntries(Array.from({ length: 1_001 }, (_, at) => [`f${at}`, true])) },
    /./,
  ],
  ['a large text', { description: 'x'.repeat(SCHEMA_LIMITS.maxBytes) }, /^$/],
  ['a long list of values', { enum: Array.from({ length: 513 }, (_, at) => at) }, /^\/enum$/],
  ['look-ahead', { pattern: '(?=a)b' }, /^\/pattern$/],
  ['a back-reference', { pattern: '(a)\\1' }, /^\/pattern$/],
  ['a long pattern', { pattern: 'a'.repeat(513) }, /^\/pattern$/],
  ['a huge repetition', { pattern: '((a{30}){30}){30}' }, /^\/pattern$/],
  ['a pattern of thousands of steps', { pattern: '(a?){1000}a{1000}' }, /^\/pattern$/],
  [
    'many patterns for each key',
    { patternProperties: Object.fromEntries(Array.from({ length: 40 }, (_, at) => [`^x{${300 + at}}$`, true])) },
    /^$/,
  ],
  ['a broken pattern', { pattern: '(' }, /^\/pattern$/],
  ['a pattern of a key that is no pattern', { patternProperties: { '(': true } }, /patternProperties/],
  ['an unknown keyword', { propertys: {} }, /^\/propertys$/],
  ['a keyword of the wrong type', { type: 'text' }, /^\/type$/],
  ['a schema that is a number', { properties: { a: 5 } }, /^\/properties\/a$/],
  ['a list for a map', { properties: ['a'] }, /properties/],
  ['another dialect', { $schema: 'http://json-schema.org/draft-07/schema#' }, /^\/\$schema$/],
  ['an inner $id', { properties: { a: { $id: 'http://other/' } } }, /\$id$/],
  ['a key of the prototype', JSON.parse('{"properties":{"__proto__":{"type":"string"}}}'), /__proto__/],
  ['a NUL character', { title: 'a\0b' }, /^\/title$/],
  ['half of a surrogate pair', { enum: ['\ud800'] }, /^\/enum\/0$/],
];

describe('schemaFault', () => {
  it.each(bombs)('refuses %s', (_name, schema, pointer) => {
    const begin = performance.now();
    const fault = schemaFault(schema);
    expect(fault?.code).toBe('schema_refused');
    expect(fault?.pointer).toMatch(pointer);
    expect(fault?.detail.length).toBeLessThan(400);
    // Generous for a busy machine; each takes a few milliseconds.
    expect(performance.now() - begin).toBeLessThan(2_000);
  });

  it('takes what people write', () => {
    const money = { type: ['string', 'number'], pattern: '^-?\\d{1,60}(\\.\\d{1,30})?$', 'x-unit': 'EUR' };
    const schema = {
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      $id: 'https://example.org/lesson',
      $defs: { money },
      type: 'object',
      properties: {
        price: { $ref: '#/$defs/money' },
        tags: { type: 'array', items: { type: 'string' }, uniqueItems: true },
      },
      required: ['price'],
      if: { properties: { price: { const: 0 } } },
      else: { required: ['tags'] },
    };
    expect(schemaFault(schema)).toBeUndefined();
  });

  it('compiles the largest schema that is allowed in bounded time', () => {
    const properties = Object.fromEntries(
      Array.from({ length: 330 }, (_, at) => [
        `f${at}`,
        { anyOf: [{ type: 'string', maxLength: 99 }, { type: 'null' }] },
      ]),
    );
    const begin = performance.now();
    expect(schemaFault({ type: 'object', properties })).toBeUndefined();
    expect(performance.now() - begin).toBeLessThan(5_000);
  });
});

describe('compileForeignSchema', () => {
  it('matches patterns in linear time', () => {
    const fits = compileForeignSchema({ pattern: '^(a+)+$' });
    const begin = performance.now();
    expect(fits(`${'a'.repeat(100_000)}!`)).toBe(false);
    expect(fits('aaa')).toBe(true);
    expect(performance.now() - begin).toBeLessThan(2_000);
  });

  it('tells patterns apart', () => {
    const fits = compileForeignSchema({ properties: { a: { pattern: '^a$' }, b: { pattern: '^b$' } } });
    expect([fits({ a: 'a', b: 'b' }), fits({ a: 'a', b: 'a' }), fits({ a: 'b' })]).toEqual([true, false, false]);
  });

  it('finds equal elements in linear time', () => {
    const fits = compileForeignSchema({ uniqueItems: true });
    const begin = performance.now();
    expect(fits(Array.from({ length: 80_000 }, (_, at) => ({ at })))).toBe(true);
    expect(
      fits([
        { a: 1, b: 2 },
        { b: 2, a: 1 },
      ]),
    ).toBe(false);
    expect(performance.now() - begin).toBeLessThan(2_000);
  });

  it('keeps schemas apart, also where they share an $id', () => {
    const one = compileForeignSchema({ $id: 'https://example.org/same', type: 'string' });
    const other = compileForeignSchema({ $id: 'https://example.org/same', type: 'number' });
    expect([one('a'), one(1), other('a'), other(1)]).toEqual([true, false, false, true]);
  });
});
