import { errorTable } from '@activity-hub/contracts/errors';
import { expect, test } from 'vitest';
import { english } from '../../i18n/english.ts';

test('every code of the error table has a title, and no other but those of the console', () => {
  const own = ['hub_unreachable', 'unknown'];
  expect(Object.keys(english.problem).sort()).toEqual([...Object.keys(errorTable), ...own].sort());
});
