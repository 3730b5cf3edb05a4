import { canonicalJson } from '@activity-hub/contracts/canonical-form';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { canonicalWalk } from './canonical-walk.ts';

it('writes what the contracts call canonical', () => {
  fc.assert(
    fc.property(fc.json({ stringUnit: 'grapheme', maxDepth: 6 }), (text) => {
      const value: unknown = JSON.parse(text);
      expect(canonicalWalk(value, 32)?.text).toBe(canonicalJson(value));
    }),
    { numRuns: 1_000 },
  );
});

it('counts the keys of all objects', () => {
  expect(canonicalWalk({ b: 1, a: [{ c: {} }] }, 32)).toEqual({ text: '{"a":[{"c":{}}],"b":1}', keys: 3 });
});

it('keeps the bound on depth', () => {
  const nested = (depth: number): unknown => JSON.parse(`${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`);
  expect(canonicalWalk(nested(32), 32)).toBeDefined();
  expect(canonicalWalk(nested(33), 32)).toBeUndefined();
});
