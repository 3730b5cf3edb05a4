import { expect, it } from 'vitest';
import { regexSize } from './regex-size.ts';

it.each([
  ['', 1],
  ['abc', 3],
  ['a{3}', 3],
  ['a{2,5}b', 6],
  ['a{7,}', 7],
  ['(ab){10}', 30],
  ['((a{10}){10}){10}', 1110],
  ['\\d{4}-\\d{2}', 7],
  ['[a-z]{4}', 4],
  ['[]a]{4}', 4],
  ['[^]a]{4}', 4],
  ['[[:alpha:])]{4}', 4],
  ['([)]{10}){10}', 110],
  ['\\({10}', 10],
  ['(a{100}', 101],
  ['a{x}', 4],
])('%s has about %i states', (pattern, size) => {
  expect(regexSize(pattern)).toBe(size);
});
