import type { ToldFault } from '@activity-hub/contracts/plugin/plugin-fault';
import { expect, it } from 'vitest';
import { conditionOf, type JudgedPlugin } from './condition-of.ts';

const running = {
  enabled: true,
  paused: false,
  refusal: null,
  refusal_code: null,
  refusal_values: null,
  starting: false,
};
const looped = { reason: 'It looped.', reason_code: null, reason_values: null };
const judge = (more: Partial<JudgedPlugin['plugin']>, quarantine?: ToldFault) =>
  conditionOf({ plugin: { ...running, ...more }, status: undefined, quarantine });

it('names what keeps a plugin from running', () => {
  const refused = { refusal: 'It has no plugin.json.', refusal_code: 'no_plugin_json', refusal_values: {} } as const;
  expect(judge(refused)).toEqual({
    condition: 'refused',
    reason: 'It has no plugin.json.',
    reason_code: 'no_plugin_json',
    reason_values: {},
  });
  expect(judge({}, looped)).toEqual({ condition: 'quarantined', ...looped });
  expect(judge({ paused: true }, looped).condition).toBe('quarantined');
});

it('alarms nobody about a plugin that was disabled, whatever was wrong with it', () => {
  const disabled = { condition: 'disabled', reason: null, reason_code: null, reason_values: null };
  expect(judge({ enabled: false, refusal: 'It has no plugin.json.' })).toEqual(disabled);
  expect(judge({ enabled: false }, looped)).toEqual(disabled);
});

it('says of one that nothing was heard of lately that it starts, where a process role is about to run it', () => {
  const nothing = { reason: null, reason_code: null, reason_values: null };
  expect(judge({ starting: true })).toEqual({ condition: 'starting', ...nothing });
  expect(judge({ starting: true }, looped).condition).toBe('quarantined');
  expect(judge({ starting: true, paused: true }).condition).toBe('paused');
});

it('says where to look when nothing is known of it', () => {
  expect(judge({}).reason).toContain('whether the code of the live revision is installed');
});
