import { expect, test } from 'vitest';
import { streakPlace } from './streak-place.ts';

test.each([
  ['/streaks/0/count', ['daily', 'count']],
  ['/streaks/1/breaks_at', ['weekly', 'breaks_at']],
  ['/streaks/1', ['weekly']],
  ['/streaks/0/spans/2/end', ['daily', 'earlier', 'end']],
  ['/frozen/0/start', ['frozen']],
  ['', []],
  ['/streaks/0/spans/0/count', undefined],
])('%s is called %j', (pointer, words) => {
  expect(streakPlace(pointer)).toEqual(words);
});
