import { expect, it } from 'vitest';
import { compareVersions, majorOf } from './compare-versions.ts';

it('orders versions as semver.org does', () => {
  const sorted = [
    '1.0.0-alpha',
    '1.0.0-alpha.1',
    '1.0.0-alpha.beta',
    '1.0.0-beta.2',
    '1.0.0-beta.11',
    '1.0.0',
    '1.2.0',
    '1.10.0',
    '2.0.0',
    '10.0.0',
  ];
  expect([...sorted].reverse().sort(compareVersions)).toEqual(sorted);
  expect(compareVersions('1.0.0-rc.1', '1.0.0-rc.1')).toBe(0);
  expect(majorOf('12.3.4-x')).toBe(12);
});
