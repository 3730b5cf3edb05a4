import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compareLines } from './line-difference.ts';

const rowsOf = (left: string, right: string) => compareLines(left, right).map(({ row: _row, ...line }) => line);

test('equal lines stand beside each other, different ones side by side', () => {
  expect(rowsOf('a\nb\nc', 'a\nx\ny\nc')).toEqual([
    { kind: 'same', left: 'a', right: 'a' },
    { kind: 'changed', left: 'b', right: 'x' },
    { kind: 'changed', left: undefined, right: 'y' },
    { kind: 'same', left: 'c', right: 'c' },
  ]);
});

test('what was taken away at the end is on the left only', () => {
  expect(rowsOf('a\nb', 'a')).toEqual([
    { kind: 'same', left: 'a', right: 'a' },
    { kind: 'changed', left: 'b', right: undefined },
  ]);
});

const text = fc
  .array(fc.constantFrom('a', 'b', 'c', '{', '}'), { minLength: 1, maxLength: 12 })
  .map((lines) => lines.join('\n'));

test('both texts can be read off the rows', () => {
  fc.assert(
    fc.property(text, text, (left, right) => {
      const rows = compareLines(left, right);
      const side = (name: 'left' | 'right') => rows.flatMap((row) => (row[name] === undefined ? [] : [row[name]]));
      expect(side('left').join('\n')).toBe(left);
      expect(side('right').join('\n')).toBe(right);
      for (const row of rows) if (row.kind === 'same') expect(row.left).toBe(row.right);
    }),
  );
});

test('a text equals itself in every line', () => {
  fc.assert(fc.property(text, (same) => compareLines(same, same).every(({ kind }) => kind === 'same')));
});
