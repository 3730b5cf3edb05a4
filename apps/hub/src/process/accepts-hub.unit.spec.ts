import { expect, it } from 'vitest';
import { acceptsHub, isHubRange } from './accepts-hub.ts';

it.each([
  ['*', '0.1.0', true],
  ['^0.1.0', '0.1.9', true],
  ['^0.1.0', '0.2.0', false],
  ['^1.2.0', '1.9.0', true],
  ['^1.2.0', '1.1.9', false],
  ['^1.2.0', '2.0.0', false],
  ['~1.2.3', '1.2.4', true],
  ['~1.2.3', '1.3.0', false],
  ['>=0.1.0', '3.0.0', true],
  ['1.2.3', '1.2.3', true],
  ['1.2.3', '1.2.4', false],
  ['latest', '0.1.0', false],
])('%s takes in %s: %s', (range, version, accepted) => {
  expect(acceptsHub(range, version)).toBe(accepted);
});

it('knows what is no range', () => {
  expect(['*', '^0.1.0', '~0.1.2', '>=0.1.0', '0.1.0'].map(isHubRange)).toEqual([true, true, true, true, true]);
  expect(['latest', '', '^1', '1.x'].map(isHubRange)).toEqual([false, false, false, false]);
});
