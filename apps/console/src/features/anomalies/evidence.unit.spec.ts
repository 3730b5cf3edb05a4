import { expect, test } from 'vitest';
import { comparisonOf, otherEvidence } from './evidence.ts';

test('a rate is compared with what is usual and with the threshold', () => {
  const evidence = {
    rule: 'rate',
    events_in_hour: 384,
    threshold_events: 300,
    usual_events_per_hour: 6.4,
    top_type: 'x',
  };
  expect(comparisonOf(evidence)).toEqual({ measure: 'events_in_hour', seen: 384, usual: 6.4, threshold: 300 });
  expect(otherEvidence(evidence)).toEqual([
    ['rule', 'rate'],
    ['top_type', 'x'],
  ]);
});

test('a long day has hours', () => {
  expect(comparisonOf({ active_hours: 16, threshold_hours: 14, usual_events_per_hour: null })).toEqual({
    measure: 'active_hours',
    seen: 16,
    usual: null,
    threshold: 14,
  });
});

test('an unknown detector keeps all it says', () => {
  const evidence = { failures: 25, addresses: ['10.0.0.1'], note: null };
  expect(comparisonOf(evidence)).toBeUndefined();
  expect(otherEvidence(evidence).map(([name]) => name)).toEqual(['failures', 'addresses']);
});
