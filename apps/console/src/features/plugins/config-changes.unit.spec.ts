import { expect, test } from 'vitest';
import { configChanges } from './config-changes.ts';

test('changes of a configuration are told by path', () => {
  expect(configChanges({ weights: { a: 1, b: 2 }, same: [1] }, { weights: { a: 3, c: 4 }, same: [1] })).toEqual([
    { path: 'weights › a', before: 1, after: 3 },
    { path: 'weights › b', before: 2, after: undefined },
    { path: 'weights › c', before: undefined, after: 4 },
  ]);
});
