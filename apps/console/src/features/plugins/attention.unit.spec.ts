import { expect, test } from 'vitest';
import { attentionFirst } from './attention.ts';

test('puts plugins that do not run as they should first, and keeps the order of the others', () => {
  const plugins = [
    { id: 'a', condition: 'running' },
    { id: 'b', condition: 'paused' },
    { id: 'c', condition: 'quarantined' },
    { id: 'd', condition: 'disabled' },
    { id: 'e', condition: 'unseen' },
  ] as const;
  expect(attentionFirst(plugins).map(({ id }) => id)).toEqual(['c', 'e', 'a', 'b', 'd']);
});
