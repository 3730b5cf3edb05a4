import { expect, test } from 'vitest';
import { attentionFirst, stuckShadows } from './attention.ts';
import type { ShownShadow } from './shown-plugin.ts';

const shadow = (condition: ShownShadow['condition'], reason: string | null): ShownShadow => ({
  revision: '2.0.0',
  condition,
  reason,
  reason_code: null,
  reason_values: null,
});
const stuck = shadow('quarantined', 'It looped.');

test('puts plugins that do not run as they should first, then those with a stuck shadow, and keeps the order of the others', () => {
  const plugins = [
    { id: 'a', condition: 'running', shadows: [shadow('running', null)] },
    { id: 'b', condition: 'paused', shadows: [] },
    { id: 'c', condition: 'running', shadows: [stuck] },
    { id: 'd', condition: 'quarantined', shadows: [] },
    { id: 'e', condition: 'disabled', shadows: [] },
    { id: 'f', condition: 'unseen', shadows: [] },
  ] as const;
  expect(attentionFirst(plugins).map(({ id }) => id)).toEqual(['d', 'f', 'c', 'a', 'b', 'e']);
});

test('a shadow is stuck that has a reason, also one that runs and finishes nothing; not where its plugin is unseen as well', () => {
  const unseen = shadow('unseen', 'Its code is missing.');
  const shadows = [shadow('running', null), shadow('running', 'It has finished nothing.'), stuck, unseen];
  const stuckOf = (condition: ShownShadow['condition']) =>
    stuckShadows({ condition, shadows }).map(({ reason }) => reason);
  expect(stuckOf('running')).toEqual(['It has finished nothing.', 'It looped.', 'Its code is missing.']);
  expect(stuckOf('unseen')).toEqual(['It has finished nothing.', 'It looped.']);
});
