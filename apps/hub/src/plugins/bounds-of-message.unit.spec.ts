import { type PluginMessage, PROTOCOL_LIMITS } from '@activity-hub/contracts/plugin/protocol';
import { expect, test } from 'vitest';
import { faultOfBounds } from './bounds-of-message.ts';

const large = { text: 'x'.repeat(PROTOCOL_LIMITS.maxStateBytes) };
const deep = Array.from({ length: PROTOCOL_LIMITS.maxDepth + 1 }).reduce<object>((inner) => ({ inner }), {});

const folded = (part: object): PluginMessage => {
  const nothing = { view: null, deadline: null, folded: 1, fired: null, latest: 0, faults: [] };
  return { type: 'folded', id: 1, answers: [{ state: {}, steps: [], ...nothing, ...part }] };
};
const derived = (payload: object): object => ({
  steps: [{ index: 0, deadline: null, metrics: [], derived: [{ event_type: 'activity.a.b', subject: 's', payload }] }],
});
const inspected = (evidence: object, state = {}): PluginMessage => {
  const finding = { kind: 'k', severity: 'low', subject: 's', score: 1, event_ids: [], index: 0, evidence } as never;
  return { type: 'inspected', id: 1, answers: [{ state, findings: [finding], faults: [] }] };
};

test.each<[string, (value: object) => PluginMessage]>([
  ['state', (state) => folded({ state })],
  ['view', (view) => folded({ view })],
  ['payload', (payload) => folded(derived(payload))],
  ['state', (state) => inspected({}, state)],
  ['evidence', (evidence) => inspected(evidence)],
])('no %s is larger or deeper than it can be kept', (part, message) => {
  const faultOf = (value: object) => faultOfBounds(message(value), JSON.stringify(message(value)).length);
  expect(faultOf(large)).toEqual({ code: 'too_large', values: { part, kib: 1024 } });
  expect(faultOf(deep)).toMatchObject({ code: 'too_deep', values: { part } });
  expect(faultOf({ text: 'x' })).toBeUndefined();
});
