import { expect, test } from 'vitest';
import { changesOf } from './value-changes.ts';

test('tells what was changed, added and removed, by place', () => {
  const before = { kept: 1, count: 1, gone: 'x', list: [1, { a: 1 }] };
  const after = { kept: 1, count: 2, list: [1, { a: 2 }], 'new/name': null };
  expect(changesOf(before, after)).toEqual({
    changes: [
      { pointer: '/count', before: 1, after: 2, cut: false },
      { pointer: '/gone', before: 'x', cut: false },
      { pointer: '/list/1/a', before: 1, after: 2, cut: false },
      { pointer: '/new~1name', after: null, cut: false },
    ],
    more_changes: 0,
  });
});

test('tells the whole where there was nothing, and leaves out what is too long', () => {
  expect(changesOf(null, { seen: 1 }).changes).toEqual([{ pointer: '', before: null, after: { seen: 1 }, cut: false }]);
  expect(changesOf({ a: 1 }, { a: 'x'.repeat(600) }).changes).toEqual([{ pointer: '/a', before: 1, cut: true }]);
});

test('counts what it does not tell, and takes no dust for a change', () => {
  const many = Object.fromEntries(Array.from({ length: 30 }, (_, at) => [`n${at}`, at]));
  expect(changesOf({}, many)).toMatchObject({ more_changes: 10, changes: { length: 20 } });
  expect(changesOf({ sum: 0.1 + 0.2 }, { sum: 0.3 }).changes).toEqual([]);
});
