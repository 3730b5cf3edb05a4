import { expect, test } from 'vitest';
import { userListInput } from './user-list-input.ts';

test.each([
  [null, {}],
  ['  ', {}],
  ['3AB8', { prefix: '3ab8' }],
  ['3ab871b9-b242', { prefix: '3ab871b9-b242' }],
  ['Ada', { search: 'Ada' }],
  ['Elena', { search: 'Elena' }],
  ['Вера', { search: 'Вера' }],
])('%j asks for %j', (sought, asked) => {
  expect(userListInput(sought)).toEqual({ ...asked, limit: 200 });
});
