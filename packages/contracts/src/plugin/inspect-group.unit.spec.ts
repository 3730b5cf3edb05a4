import { expect, test } from 'vitest';
import type { AnyDetector } from './detector.ts';
import { inspectGroup } from './inspect-group.ts';
import { recordedEventFixture } from './testing/recorded-event-fixture.ts';

const inspect = (judged: unknown) => {
  const detector = { inspect: () => judged } as unknown as AnyDetector;
  return inspectGroup(detector, {}, { key: 'ann', state: { n: 1 }, events: [recordedEventFixture({})] });
};

test.each([undefined, null, {}, { next: {} }, { next: {}, findings: {} }])(
  'an author whose inspect gives back %j is told what it must give back',
  (judged) => {
    const reason = 'TypeError: inspect must give back { next, findings }: a state, and a list that may be empty.';
    expect(inspect(judged)).toEqual({ state: { n: 1 }, findings: [], faults: [{ index: 0, reason }] });
  },
);

test('a sound one is heard', () => {
  expect(inspect({ next: { n: 2 }, findings: [] })).toEqual({ state: { n: 2 }, findings: [], faults: [] });
});
