import { expect, test } from 'vitest';
import { pruneJson } from './prune-json.ts';

const value = { course_id: 'BBB-2013B', clicks: 3, work: { kind: 'fix', files: ['a.ts', 'b.md'] }, parent: null };

test('keeps the branches that match, by key or by value, whatever the case', () => {
  expect(pruneJson(value, 'bbb')).toEqual({ value: { course_id: 'BBB-2013B' }, matches: 1 });
  expect(pruneJson(value, 'FILES')).toEqual({ value: { work: { files: ['a.ts', 'b.md'] } }, matches: 1 });
  expect(pruneJson(value, '.md')).toEqual({ value: { work: { files: ['b.md'] } }, matches: 1 });
  expect(pruneJson(value, 'null')).toEqual({ value: { parent: null }, matches: 1 });
  expect(pruneJson(value, 'i')).toMatchObject({ matches: 4 });
});

test('nothing typed shows everything, nothing found says so', () => {
  expect(pruneJson(value, ' ')).toEqual({ value, matches: 0 });
  expect(pruneJson(value, 'zzz')).toEqual({ value: undefined, matches: 0 });
});
