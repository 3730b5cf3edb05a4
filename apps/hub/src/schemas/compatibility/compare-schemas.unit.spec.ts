import type { CompatibilityMode } from '@activity-hub/contracts/schema/compatibility';
import { describe, expect, it } from 'vitest';
import type { JsonNode } from '../json-node.ts';
import { compareSchemas, forbiddenChanges } from './compare-schemas.ts';

const names = { from: '1.2.0', to: '1.3.0' };
const object = (properties: JsonNode, more: JsonNode = {}): JsonNode => ({ type: 'object', properties, ...more });
const field = (schema: unknown): JsonNode => object({ x: schema });

type Case = readonly [name: string, older: JsonNode, newer: JsonNode, breaks: string, path: string | undefined];

const text = { type: 'string' };
const number = { type: 'number' };

const cases: readonly Case[] = [
  ['the same', field(text), field(text), '', undefined],
  ['other words for people', field(text), field({ ...text, title: 'X', description: 'y' }), '', undefined],
  ['a new optional field', object({}), field(text), '', undefined],
  ['a removed optional field', field(text), object({}), '', undefined],
  ['a new required field', object({}), object({ x: text }, { required: ['x'] }), 'backward', '/x'],
  ['a field that becomes required', field(text), object({ x: text }, { required: ['x'] }), 'backward', '/x'],
  ['a field that becomes optional', object({ x: text }, { required: ['x'] }), field(text), 'forward', '/x'],
  ['a removed required field', object({ x: text }, { required: ['x'] }), object({}), 'forward', '/x'],
  [
    'a new field in a closed object',
    object({}, { additionalProperties: false }),
    object({ x: text }, { additionalProperties: false }),
    'forward',
    '/x',
  ],
  [
    'a removed field of a closed object',
    object({ x: text }, { additionalProperties: false }),
    object({}, { additionalProperties: false }),
    'backward',
    '/x',
  ],
  ['an object that closes', field(text), object({ x: text }, { additionalProperties: false }), 'backward', '/*'],
  ['an object that opens', object({ x: text }, { additionalProperties: false }), field(text), 'forward', '/*'],
  ['other fields that get a rule', object({}), object({}, { additionalProperties: text }), 'backward', '/*'],
  [
    'a new field that breaks the rule of others',
    object({}, { additionalProperties: text }),
    object({ x: number }, { additionalProperties: text }),
    'both',
    '/x',
  ],
  ['another type', field(number), field(text), 'both', '/x'],
  ['a wider type', field({ type: 'integer' }), field(number), 'forward', '/x'],
  ['a narrower type', field(number), field({ type: 'integer' }), 'backward', '/x'],
  ['null allowed', field(text), field({ type: ['string', 'null'] }), 'forward', '/x'],
  ['null no longer allowed', field({ type: ['string', 'null'] }), field(text), 'backward', '/x'],
  ['a type where there was none', field({}), field(text), 'backward', '/x'],
  ['one value more', field({ enum: ['a'] }), field({ enum: ['a', 'b'] }), 'forward', '/x'],
  ['one value less', field({ enum: ['a', 'b'] }), field({ enum: ['a'] }), 'backward', '/x'],
  ['values in another order', field({ enum: ['a', 'b'] }), field({ enum: ['b', 'a'] }), '', undefined],
  ['values where any text was', field(text), field({ enum: ['a'] }), 'backward', '/x'],
  ['values that become any text', field({ enum: ['a'] }), field(text), 'forward', '/x'],
  ['another constant', field({ const: 1 }), field({ const: 2 }), 'both', '/x'],
  ['true and false as values', field({ type: 'boolean' }), field({ enum: [true, false] }), '', undefined],
  ['a higher minimum', field({ ...number, minimum: 0 }), field({ ...number, minimum: 1 }), 'backward', '/x'],
  ['a lower minimum', field({ ...number, minimum: 1 }), field({ ...number, minimum: 0 }), 'forward', '/x'],
  [
    'an exclusive minimum',
    field({ ...number, minimum: 0 }),
    field({ ...number, exclusiveMinimum: 0 }),
    'backward',
    '/x',
  ],
  ['a higher maximum', field({ ...number, maximum: 1 }), field({ ...number, maximum: 5 }), 'forward', '/x'],
  ['a new maximum', field(number), field({ ...number, maximum: 5 }), 'backward', '/x'],
  ['a bound of a type that cannot be', field(text), field({ ...text, minimum: 5 }), '', undefined],
  [
    'multiples of a finer step',
    field({ ...number, multipleOf: 10 }),
    field({ ...number, multipleOf: 5 }),
    'forward',
    '/x',
  ],
  [
    'multiples of a coarser step',
    field({ ...number, multipleOf: 5 }),
    field({ ...number, multipleOf: 10 }),
    'backward',
    '/x',
  ],
  ['a shorter text', field({ ...text, maxLength: 9 }), field({ ...text, maxLength: 5 }), 'backward', '/x'],
  ['a longer text', field({ ...text, maxLength: 5 }), field({ ...text, maxLength: 9 }), 'forward', '/x'],
  ['a pattern', field(text), field({ ...text, pattern: '^a' }), 'backward', '/x'],
  ['another pattern', field({ ...text, pattern: '^b' }), field({ ...text, pattern: '^a' }), 'both', '/x'],
  ['no pattern any more', field({ ...text, pattern: '^b' }), field(text), 'forward', '/x'],
  [
    'values that fit the new pattern',
    field({ enum: ['aa', 'ab'] }),
    field({ ...text, pattern: '^a' }),
    'forward',
    '/x',
  ],
  ['values that do not', field({ enum: ['aa', 'b'] }), field({ ...text, pattern: '^a' }), 'backward forward', '/x'],
  ['a format is a note', field(text), field({ ...text, format: 'date' }), '', undefined],
  [
    'elements of another type',
    field({ type: 'array', items: text }),
    field({ type: 'array', items: number }),
    'both',
    '/x/*',
  ],
  ['elements that get a type', field({ type: 'array' }), field({ type: 'array', items: number }), 'backward', '/x/*'],
  ['fewer elements', field({ type: 'array' }), field({ type: 'array', maxItems: 3 }), 'backward', '/x'],
  ['elements without repeats', field({ type: 'array' }), field({ type: 'array', uniqueItems: true }), 'backward', '/x'],
  [
    'places in a list',
    field({ type: 'array', prefixItems: [text] }),
    field({ type: 'array', prefixItems: [number] }),
    'both',
    '/x/0',
  ],
  [
    'a list that closes',
    field({ type: 'array', prefixItems: [text] }),
    field({ type: 'array', prefixItems: [text], items: false }),
    'backward',
    '/x/*',
  ],
  ['a nested field', field(object({ y: number })), field(object({ y: text })), 'both', '/x/y'],
  ['a name with a slash', object({ 'a/b': number }), object({ 'a/b': text }), 'both', '/a~1b'],
  ['a reference', { $defs: { m: number }, ...field({ $ref: '#/$defs/m' }) }, field(number), '', undefined],
  [
    'a change behind a reference',
    { $defs: { m: number }, ...field({ $ref: '#/$defs/m' }) },
    { $defs: { m: text }, ...field({ $ref: '#/$defs/m' }) },
    'both',
    '/x',
  ],
  [
    'rules beside a reference',
    { $defs: { m: number }, ...field({ $ref: '#/$defs/m', minimum: 3 }) },
    field({ ...number, minimum: 3 }),
    '',
    undefined,
  ],
  [
    'parts joined',
    { allOf: [field(text), object({ y: number }, { required: ['y'] })] },
    object({ x: text, y: number }, { required: ['y'] }),
    '',
    undefined,
  ],
  ['one more alternative', field({ anyOf: [text] }), field({ anyOf: [text, number] }), 'forward', '/x'],
  ['one alternative less', field({ anyOf: [text, number] }), field({ anyOf: [text] }), 'backward', '/x'],
  ['alternatives as types', field({ anyOf: [text, number] }), field({ type: ['string', 'number'] }), '', undefined],
  ['types as alternatives', field({ type: ['string', 'number'] }), field({ anyOf: [text, number] }), '', undefined],
  ['alternatives in another order', field({ anyOf: [text, number] }), field({ anyOf: [number, text] }), '', undefined],
  [
    'exclusive alternatives told apart by a field',
    field({ oneOf: [object({ k: { const: 1 } }, { required: ['k'] })] }),
    field({
      oneOf: [object({ k: { const: 1 } }, { required: ['k'] }), object({ k: { const: 2 } }, { required: ['k'] })],
    }),
    'forward',
    '/x',
  ],
  [
    'exclusive alternatives that overlap',
    field({ oneOf: [text] }),
    field({ oneOf: [text, { minLength: 3 }] }),
    'backward forward',
    '/x',
  ],
  ['a negation', field(text), field({ ...text, not: { const: 'a' } }), 'backward', '/x'],
  ['no negation any more', field({ ...text, not: { const: 'a' } }), field(text), 'forward', '/x'],
  [
    'the same negation',
    field({ not: number, type: 'string' }),
    field({ not: number, type: 'string', minLength: 0 }),
    '',
    undefined,
  ],
  ['a condition', object({ x: text }), object({ x: text }, { if: { required: ['x'] } }), 'backward', ''],
  [
    'a field hidden in parts that cannot be joined',
    { additionalProperties: true, allOf: [field(text)] },
    field(number),
    'backward forward',
    ' /x',
  ],
  ['dependent fields', object({ x: text }), object({ x: text }, { dependentRequired: { x: ['y'] } }), 'backward', ''],
  ['a recursive schema', { properties: { x: { $ref: '#' } } }, object({}), 'both', ''],
  ['a field of the prototype', object({}), object({ constructor: text, toString: number }), '', undefined],
];

function broken(changes: readonly { readonly breaks: string }[]): string {
  return [...new Set(changes.map((change) => change.breaks).filter((breaks) => breaks !== 'none'))].sort().join(' ');
}

describe('compareSchemas', () => {
  it.each<Case>(cases)('%s', (_name, older, newer, breaks, path) => {
    const { backward, forward, changes } = compareSchemas(older, newer, names);
    expect(broken(changes)).toBe(breaks);
    expect(backward).toBe(!/both|backward/.test(breaks));
    expect(forward).toBe(!/both|forward/.test(breaks));
    const paths = changes.filter((change) => change.breaks !== 'none').map((change) => change.path);
    expect([...new Set(paths)].join(' ')).toBe(path ?? '');
  });

  it('says what follows in words that a person understands', () => {
    const { changes } = compareSchemas(
      object({ score: number, kind: { enum: ['a', 'b'] }, gone: text }, { required: ['score'] }),
      object(
        { score: text, kind: { enum: ['a'] }, title: text },
        { required: ['score', 'title'], additionalProperties: false },
      ),
      names,
    );
    expect(changes.map(({ words }) => words)).toEqual([
      'Any other field was kept and is now refused: events of 1.2.0 would be refused.',
      '/gone was allowed and is now not allowed: events of 1.2.0 would be refused.',
      '/kind was one of "a", "b" and is now "a" only: events of 1.2.0 would be refused.',
      '/score was a number and is now a text: events of 1.2.0 would be refused, and readers of 1.2.0 would not understand events of 1.3.0.',
      '/title was unknown and is now required: events of 1.2.0 would be refused.',
    ]);
  });

  it('tells what came and went without breaking anything', () => {
    const { changes } = compareSchemas(field(text), object({ y: text }), names);
    expect(changes).toEqual([
      {
        path: '/x',
        kind: 'field_removed',
        breaks: 'none',
        words: '/x was a described field and is now not described.',
      },
      { path: '/y', kind: 'field_added', breaks: 'none', words: '/y was not described and is now an optional field.' },
    ]);
  });

  it('gives up in time on alternatives within alternatives', () => {
    const wide = (depth: number, salt: number): JsonNode =>
      depth === 0
        ? { type: 'string', minLength: salt }
        : { anyOf: Array.from({ length: 6 }, (_, at) => field(wide(depth - 1, salt + at))) };
    const begin = performance.now();
    expect(compareSchemas(wide(3, 1), wide(3, 9), names).backward).toBe(false);
    expect(performance.now() - begin).toBeLessThan(5_000);
  });
});

describe('forbiddenChanges', () => {
  it.each<[CompatibilityMode, number]>([
    ['backward', 1],
    ['forward', 1],
    ['full', 2],
    ['none', 0],
  ])('%s', (mode, count) => {
    const older = object({ x: { ...number, minimum: 0 }, y: { ...number, minimum: 1 } });
    const newer = object({ x: { ...number, minimum: 1 }, y: { ...number, minimum: 0 } });
    expect(forbiddenChanges(compareSchemas(older, newer, names).changes, mode)).toHaveLength(count);
  });
});
