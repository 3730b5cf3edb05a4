import type { RepairOperation } from '@activity-hub/contracts/activity/refused-repair';
import type { Json } from '@activity-hub/contracts/event';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { applyOperations } from './apply-operations.ts';
import { jsonDifferences } from './json-differences.ts';

const sent = { a: 1, list: [1, { b: 2 }], 'x/y': { '~': true } };

describe('applyOperations', () => {
  test.each<[string, RepairOperation, Json]>([
    ['sets a member', { op: 'set', pointer: '/a', value: 2 }, { ...sent, a: 2 }],
    ['makes objects on the way', { op: 'set', pointer: '/n/m', value: null }, { ...sent, n: { m: null } }],
    ['sets inside lists', { op: 'set', pointer: '/list/1/b', value: 3 }, { ...sent, list: [1, { b: 3 }] }],
    ['adds to lists', { op: 'set', pointer: '/list/-', value: 4 }, { ...sent, list: [1, { b: 2 }, 4] }],
    ['reads escapes', { op: 'set', pointer: '/x~1y/~0', value: false }, { ...sent, 'x/y': { '~': false } }],
    ['replaces the whole', { op: 'set', pointer: '', value: [] }, []],
    ['removes a member', { op: 'remove', pointer: '/a' }, { list: sent.list, 'x/y': sent['x/y'] }],
    ['removes from lists', { op: 'remove', pointer: '/list/0' }, { ...sent, list: [{ b: 2 }] }],
    ['leaves what is not there', { op: 'remove', pointer: '/no/such' }, sent],
    ['moves', { op: 'move', from: '/a', pointer: '/c/d' }, { list: sent.list, 'x/y': sent['x/y'], c: { d: 1 } }],
    ['moves nothing that is not there', { op: 'move', from: '/z', pointer: '/c' }, sent],
    ['merges', { op: 'merge', value: { a: null, e: { f: 1 } } }, { list: sent.list, 'x/y': sent['x/y'], e: { f: 1 } }],
  ])('%s', (_name, operation, expected) => {
    const before = structuredClone(sent);
    expect(applyOperations(sent, [operation])).toEqual(expected);
    expect(sent).toEqual(before);
  });

  test.each<[string, RepairOperation]>([
    ['below a number', { op: 'set', pointer: '/a/b', value: 1 }],
    ['beyond a list', { op: 'set', pointer: '/list/9', value: 1 }],
    ['at a prototype', { op: 'set', pointer: '/__proto__/x', value: 1 }],
    ['merged into a prototype', { op: 'merge', value: JSON.parse('{"__proto__":{"x":1}}') }],
  ])('refuses a place %s', (_name, operation) => {
    expect(() => applyOperations(sent, [operation])).toThrow(expect.objectContaining({ code: 'invalid_input' }));
    expect(({} as { x?: number }).x).toBeUndefined();
  });
});

describe('jsonDifferences', () => {
  test('names the outermost places', () => {
    expect(jsonDifferences({ a: 1, b: [1, 2], c: { d: 1 } }, { a: 1, b: [1, 3, 4], c: 'text', e: 0 })).toEqual([
      { pointer: '/b/1', before: 2, after: 3 },
      { pointer: '/b/2', after: 4 },
      { pointer: '/c', before: { d: 1 }, after: 'text' },
      { pointer: '/e', after: 0 },
    ]);
  });

  test('set at every difference makes the one of the other', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.stringMatching(/^[a-z~/]{1,3}$/), fc.jsonValue()),
        fc.dictionary(fc.stringMatching(/^[a-z~/]{1,3}$/), fc.integer()),
        (a, b) => {
          const before = a as Json;
          const after = { ...a, ...b } as Json;
          const operations = jsonDifferences(before, after).map(
            ({ pointer, after: value }): RepairOperation => ({ op: 'set', pointer, value: value as never }),
          );
          expect(applyOperations(before, operations)).toEqual(after);
        },
      ),
    );
  });
});
