import { expect, test } from 'vitest';
import { newestVersion } from './newest-version.ts';

test.each([
  [['1.9.0', '1.10.0', '1.2.30'], '1.10.0'],
  [['1.0.0-rc.1', '1.0.0'], '1.0.0'],
  [['1.0.1-rc.1', '1.0.0'], '1.0.1-rc.1'],
  [['1'], '1'],
  [[], undefined],
] as const)('of %j is %s', (versions, newest) => {
  expect(newestVersion([...versions])).toBe(newest);
});
