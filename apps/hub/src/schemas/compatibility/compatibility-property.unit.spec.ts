import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileForeignSchema } from '../compile-schema.ts';
import { exampleOfSchema } from '../example-of-schema.ts';
import type { JsonNode } from '../json-node.ts';
import { compareSchemas } from './compare-schemas.ts';

const bound = fc.integer({ min: 0, max: 4 });
const optionally = (keyword: string, value: fc.Arbitrary<unknown>): fc.Arbitrary<JsonNode> =>
  fc.option(value, { nil: undefined }).map((one) => (one === undefined ? {} : { [keyword]: one }));
const merged = (...parts: readonly fc.Arbitrary<JsonNode>[]): fc.Arbitrary<JsonNode> =>
  fc.tuple(...parts).map((each) => Object.assign({}, ...each) as JsonNode);

const leaf: fc.Arbitrary<JsonNode> = fc.oneof(
  fc.constantFrom<JsonNode>(
    {},
    { type: 'boolean' },
    { type: 'null' },
    { type: ['string', 'null'] },
    { type: ['number', 'string'] },
  ),
  merged(
    fc.constantFrom<JsonNode>({ type: 'number' }, { type: 'integer' }),
    optionally('minimum', bound),
    optionally('exclusiveMinimum', bound),
    optionally(
      'maximum',
      bound.map((value) => value + 6),
    ),
    optionally('multipleOf', fc.constantFrom(1, 2, 3)),
  ),
  merged(
    fc.constant({ type: 'string' }),
    optionally('minLength', bound),
    optionally(
      'maxLength',
      bound.map((value) => value + 5),
    ),
  ),
  fc.constantFrom('^a{2,4}$', '^[a-c]+$', '^\\d{2}$').map((pattern) => ({ type: 'string', pattern })),
  fc.subarray(['a', 'aa', 1, 2, null, true], { minLength: 1 }).map((values) => ({ enum: values })),
  fc.constantFrom('a', 1, null).map((value) => ({ const: value })),
);

type Pair = readonly [older: JsonNode, newer: JsonNode];
type PairOf = fc.Arbitrary<Pair>;

/** Mostly the same on both sides: two schemas drawn apart are hardly ever compatible. */
const leafPair: PairOf = fc.oneof(
  { weight: 3, arbitrary: leaf.map((one): Pair => [one, one]) },
  { weight: 2, arbitrary: fc.tuple(leaf, leaf) },
);

function objectPair(inner: PairOf): PairOf {
  const fields = fc.dictionary(fc.constantFrom('a', 'b', 'c'), fc.tuple(inner, fc.nat(7), fc.nat(7)), { maxKeys: 3 });
  const others = fc.constantFrom<JsonNode>(
    {},
    {},
    {},
    { additionalProperties: false },
    { additionalProperties: { type: 'string' } },
  );
  return fc.tuple(fields, others, others).map(([drawn, ...more]): Pair => {
    const side = (at: 0 | 1): JsonNode => {
      // 0 the field is missing on this side, 1 and 2 it is required.
      const entries = Object.entries(drawn).map(
        ([name, [pair, ...modes]]) => [name, pair[at], modes[at] ?? 3] as const,
      );
      const present = entries.filter(([, , mode]) => mode > 0);
      return {
        type: 'object',
        properties: Object.fromEntries(present.map(([name, schema]) => [name, schema])),
        required: present.filter(([, , mode]) => mode < 3).map(([name]) => name),
        ...more[at],
      };
    };
    return [side(0), side(1)];
  });
}

const { pair } = fc.letrec<{ pair: Pair }>((tie) => ({
  pair: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    leafPair,
    objectPair(tie('pair') as PairOf),
    fc.tuple(tie('pair'), fc.boolean()).map(
      ([[a, b], isSized]): Pair => [
        { type: 'array', items: a },
        { type: 'array', items: b, ...(isSized ? { maxItems: 3 } : {}) },
      ],
    ),
    fc
      .tuple(tie('pair'), tie('pair'), fc.constantFrom('anyOf', 'oneOf', 'allOf'), fc.boolean())
      .map(([[a, b], [c, d], word, isTurned]): Pair => [{ [word]: [a, c] }, { [word]: isTurned ? [d, b] : [b, d] }]),
    fc.tuple(tie('pair'), tie('pair')).map(([[a, b], [c]]): Pair => [a, { anyOf: [b, c] }]),
  ),
}));
const referring = pair.map(
  ([a, b]): Pair => [{ $defs: { d: a }, properties: { r: { $ref: '#/$defs/d' } } }, { properties: { r: b } }],
);
const top = fc.oneof({ weight: 3, arbitrary: objectPair(pair) }, pair, referring);

function examplesOf(schema: JsonNode): readonly unknown[] {
  const fits = compileForeignSchema(schema);
  return Array.from({ length: 24 }, (_, seed) => exampleOfSchema(schema, seed + 1)).filter(
    (value) => value !== undefined && fits(value),
  );
}

describe('compareSchemas', () => {
  it('calls compatible only what accepts the events of the other version', () => {
    let compatible = 0;
    let examples = 0;
    fc.assert(
      fc.property(top, ([older, newer]) => {
        const { backward, forward } = compareSchemas(older, newer, { from: '1.0.0', to: '1.1.0' });
        for (const [isKept, from, to] of [
          [backward, older, newer],
          [forward, newer, older],
        ] as const) {
          if (!isKept) continue;
          compatible++;
          const fits = compileForeignSchema(to);
          for (const value of examplesOf(from)) {
            examples++;
            expect(fits(value), JSON.stringify(value)).toBe(true);
          }
        }
      }),
      { numRuns: 800 },
    );
    // The property would say nothing if nothing were ever compatible.
    expect(compatible).toBeGreaterThan(100);
    expect(examples).toBeGreaterThan(500);
  }, 60_000);

  it('finds no difference between a schema and itself', () => {
    fc.assert(
      fc.property(top, ([schema]) => {
        expect(compareSchemas(schema, structuredClone(schema) as JsonNode, { from: 'a', to: 'b' })).toEqual({
          backward: true,
          forward: true,
          changes: [],
        });
      }),
      { numRuns: 300 },
    );
  });
});
