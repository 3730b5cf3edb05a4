import { expect, it } from 'vitest';
import { nearestWord } from './nearest-word.ts';

it.each([
  ['source', 'source_system'],
  ['type', 'event_type'],
  ['userId', 'user_id'],
  ['user_Id', 'user_id'],
  ['payloda', 'payload'],
  ['x', undefined],
  ['', undefined],
  ['p'.repeat(2_000), undefined],
])('%s means %s', (word, meant) => {
  expect(nearestWord(word, ['source_system', 'event_type', 'user_id', 'payload'])).toBe(meant);
});
