import { expect, it } from 'vitest';
import { conditionOf, type JudgedPlugin } from './condition-of.ts';

const running = { enabled: true, paused: false, refusal: null };
const judge = (more: Partial<JudgedPlugin['plugin']>, quarantine?: { reason: string }) =>
  conditionOf({ plugin: { ...running, ...more }, status: undefined, quarantine });

it('names what keeps a plugin from running', () => {
  expect(judge({ refusal: 'It has no plugin.json.' })).toEqual({
    condition: 'refused',
    reason: 'It has no plugin.json.',
  });
  expect(judge({}, { reason: 'It looped.' })).toEqual({ condition: 'quarantined', reason: 'It looped.' });
  expect(judge({ paused: true }, { reason: 'It looped.' }).condition).toBe('quarantined');
});

it('alarms nobody about a plugin that was disabled, whatever was wrong with it', () => {
  const disabled = { condition: 'disabled', reason: null };
  expect(judge({ enabled: false, refusal: 'It has no plugin.json.' })).toEqual(disabled);
  expect(judge({ enabled: false }, { reason: 'It looped.' })).toEqual(disabled);
});

it('says where to look when nothing is known of it', () => {
  expect(judge({}).reason).toContain('whether the code of the live revision is installed');
});
