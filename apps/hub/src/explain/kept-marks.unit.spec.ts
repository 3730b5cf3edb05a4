import { expect, test } from 'vitest';
import { beginning, endOf, type FoldMark, type Marks } from './fold-mark.ts';
import { KeptMarks } from './kept-marks.ts';

const markOf = (at: number, length: number): FoldMark => ({
  at: { timestamp: new Date(at * 1_000).toISOString(), event_id: 'a' },
  point: { state: { text: 'x'.repeat(length) }, view: null, events: at },
  types: [],
  read: at,
});
const history = (marks: number, length: number): Marks => [
  beginning,
  ...Array.from({ length: marks }, (_, at) => markOf(at + 1, length)),
];

test('gives back what was kept, for ten minutes', () => {
  let now = 0;
  const kept = new KeptMarks(() => now);
  const marks = history(3, 10);
  kept.keep('a', { marks, up_to: 7 });
  expect(kept.get('a')).toMatchObject({ marks, up_to: 7 });
  expect(kept.get('b')).toBeUndefined();
  now = 600_001;
  expect(kept.get('a')).toBeUndefined();
});

test('keeps fewer places of large states, and none of one that is larger than all', () => {
  const kept = new KeptMarks();
  const marks = history(100, 100_000);
  kept.keep('a', { marks, up_to: 1 });
  const found = kept.get('a')?.marks ?? [beginning];
  expect(found.length).toBeGreaterThan(10);
  expect(found.length).toBeLessThan(22);
  expect(endOf(found)).toBe(endOf(marks));
  kept.keep('a', { marks: history(2, 2_000_000), up_to: 2 });
  expect(kept.get('a')).toBeUndefined();
});

test('drops what was kept first when it holds too much', () => {
  const kept = new KeptMarks();
  const names = Array.from({ length: 9 }, (_, at) => `${at}`);
  for (const name of names) kept.keep(name, { marks: history(1, 1_900_000), up_to: 1 });
  expect(names.filter((name) => kept.get(name) !== undefined)).toEqual(['5', '6', '7', '8']);
  kept.keep('5', { marks: history(1, 1_900_000), up_to: 2 });
  kept.keep('9', { marks: history(1, 1_900_000), up_to: 2 });
  expect(kept.get('5')?.up_to).toBe(2);
  expect(kept.get('6')).toBeUndefined();
});
