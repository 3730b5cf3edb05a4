import { expect, test } from 'vitest';
import type { JsonObject } from '../event.ts';
import type { AnyAggregator } from './aggregator.ts';
import { foldGroup } from './fold-group.ts';
import { recordedEventFixture } from './testing/recorded-event-fixture.ts';

const manifest = { windows: ['all'] } as unknown as AnyAggregator['manifest'];
const sound: AnyAggregator = {
  manifest,
  keyOf: (event) => event.user_id ?? undefined,
  initialState: () => ({ n: 0 }),
  apply: (state) => ({ n: Number(state['n']) + 1 }),
  emit: () => ({}),
};
const events = [recordedEventFixture({}), recordedEventFixture({})];
const fold = (change: object) => {
  const request = { key: 'ann', window: { kind: 'all', start: '' } as const, state: null, events, until: null };
  return foldGroup({ ...sound, ...change }, {}, request);
};

test.each([
  ['apply', { apply: () => undefined }, 'TypeError: apply must give back a state, an object.'],
  ['emit', { emit: () => undefined }, 'TypeError: emit must give back an object, {} when there is nothing to say.'],
])('an author whose %s gives back nothing is told what it must give back', (_name, change, reason) => {
  expect(fold(change)).toMatchObject({ state: null, faults: [0, 1].map((index) => ({ index, reason })) });
});

test('a sound one is folded', () => {
  expect(fold({})).toMatchObject({ state: { n: 2 } satisfies JsonObject, faults: [] });
});
