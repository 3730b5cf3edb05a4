import { expect, test } from 'vitest';
import { returnAddress } from './return-address.ts';

test.each([
  ['/events?type=activity.work.*', '/events?type=activity.work.*'],
  ['/users/3ab871b9#top', '/users/3ab871b9#top'],
  ['//evil.example/', '/'],
  ['/\\evil.example', '/'],
  ['https://evil.example', '/'],
  ['javascript:alert(1)', '/'],
  ['events', '/'],
  ['', '/'],
  [null, '/'],
])('%j leads to %s', (wanted, place) => {
  expect(returnAddress(wanted)).toBe(place);
});
