import { expect, test } from 'vitest';
import { bareArray, joinedJson, quotedArray } from './text-array.ts';

test('arrays are written as PostgreSQL reads them', () => {
  expect(bareArray(['a', null, 3])).toBe('{a,NULL,3}');
  expect(quotedArray(['a', null, 'NULL', '', 'x, {y}', 'q"\\'])).toBe('{"a",NULL,"NULL","","x, {y}","q\\"\\\\"}');
  expect(quotedArray([])).toBe('{}');
});

test('JSON texts are joined by what none of them can hold', () => {
  const text = JSON.stringify({ 'key\u001e': 'value\u001e' });
  expect(joinedJson([text, text]).split('\u001e')).toEqual([text, text]);
});
