import { expect, test } from 'vitest';
import { type PluginFault, pluginFaultOf, pluginFaultSentence, quotedFaults, quotingFaults } from './plugin-fault.ts';

test('a sentence is made of the table and the values, which may hold braces of their own', () => {
  const values = { faults: 60, events: 1_000, last: 'KeyError: {events}' };
  expect(pluginFaultSentence({ code: 'too_many_faults', values })).toBe(
    'It failed at 60 of the last 1000 events, the last time with: KeyError: {events}',
  );
});

test('a sentence without a code stays as it is', () => {
  const told = { reason: 'It looped.', reason_code: null, reason_values: null };
  expect(pluginFaultSentence(pluginFaultOf(told))).toBe('It looped.');
});

test('what quotes several faults gives them back, the first twenty', () => {
  const faults = Array.from({ length: 21 }, (_, at): PluginFault => {
    return { code: 'setting_large', values: { setting: `s.${at}`, limit: at } };
  });
  const quoting = quotingFaults('manifest', faults);
  expect(quotedFaults(quoting.values)).toEqual(faults.slice(0, 20));
  expect(pluginFaultSentence(quoting)).toMatch(
    /^Its manifest is wrong: s\.0 must be at most 0\. s\.1 must .* most 19\.$/,
  );
  expect(quotedFaults({ faults: 60, faults_0_code: 'of_a_newer_hub', events: 1_000 })).toEqual([]);
});
