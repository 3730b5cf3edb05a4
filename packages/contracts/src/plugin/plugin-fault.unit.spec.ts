import { expect, test } from 'vitest';
import { pluginFaultOf, pluginFaultSentence } from './plugin-fault.ts';

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
