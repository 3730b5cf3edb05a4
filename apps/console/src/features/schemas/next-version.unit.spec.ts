import { expect, test } from 'vitest';
import { nextMinorVersion } from './next-version.ts';

test.each([
  ['1.0.0', '1.1.0'],
  ['2.9.3', '2.10.0'],
  ['1.0.0-beta', '1.1.0'],
  [null, '1.0.0'],
])('after %s comes %s', (version, next) => {
  expect(nextMinorVersion(version)).toBe(next);
});
