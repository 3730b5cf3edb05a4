import type { JsonObject } from '@activity-hub/contracts/event';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { storedJson } from './stored-json.ts';

it('gives back what it was given', () => {
  const state = fc.dictionary(fc.string({ unit: 'grapheme-ascii' }), fc.jsonValue({ stringUnit: 'grapheme-ascii' }));
  fc.assert(
    fc.property(state, (value) => {
      // JSON knows no negative zero; no fold can tell it from zero either, except by dividing.
      const plain = JSON.parse(JSON.stringify(value)) as JsonObject;
      expect(JSON.parse(storedJson(plain, 'state', 'somebody'))).toEqual(plain);
    }),
  );
});

it('keeps what only looks like what it refuses', () => {
  const value = { 'a\u001f': '\\u0000 \ud83d\ude00' };
  expect(JSON.parse(storedJson(value, 'state', 'somebody'))).toEqual(value);
});

it.each<[string, unknown, RegExp]>([
  ['undefined', { a: { b: undefined } }, /undefined at "\/a\/b"/],
  ['a function', { a: [() => 1] }, /function at "\/a\/0"/],
  ['infinity', { a: Number.POSITIVE_INFINITY }, /Infinity at "\/a"/],
  ['a Map', { a: new Map() }, /no plain object at "\/a"/],
  ['a bigint', { a: 1n }, /bigint at "\/a"/],
  ['half a surrogate pair', { a: '\ud800' }, /surrogate/],
  ['half of one in a name', { a: { '\udc00': 1 } }, /surrogate/],
  ['NUL deep inside', { a: ['\\u0000', { b: '\u0000' }] }, /NUL .*"\/a\/1\/b"/],
  ['NUL in a name', { 'a\u0000': 1 }, /NUL/],
  ['an array', [], /no plain object at ""/],
  ['too much', { a: 'x'.repeat(1_100_000) }, /more than 1024 KiB/],
])('refuses %s', (_name, value, reason) => {
  expect(() => storedJson(value as JsonObject, 'state', 'somebody')).toThrow(reason);
});
