import type { JsonObject, RecordedEvent } from '@activity-hub/contracts/event';
import { eventTypeOf } from '@activity-hub/contracts/event-types/catalog';
import { foldGroup } from '@activity-hub/contracts/plugin/fold-group';
import { aggregatorConformance } from '@activity-hub/contracts/plugin/testing/aggregator-conformance';
import { givenAggregator } from '@activity-hub/contracts/plugin/testing/given-when-then';
import { recordedEventFixture } from '@activity-hub/contracts/plugin/testing/recorded-event-fixture';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { quality } from './quality.ts';

const scored = (minute: number, payload: RecordedEvent['payload'], name = 'learning.test_passed'): RecordedEvent =>
  recordedEventFixture({
    event_type: `activity.${name}`,
    timestamp: new Date(Date.parse('2026-05-04T10:00:00.000Z') + minute * 60_000).toISOString(),
    payload,
  });

describe('quality', () => {
  const history = [90, 80, 35, 60, 20].map((score, at) => scored(at, { score }));
  for (const { name, run } of aggregatorConformance(quality, history)) test(name, run);

  test('wants only types that exist', () => {
    for (const topic of quality.manifest.topics) expect(eventTypeOf(topic)).toBeDefined();
  });

  test('weighs the newest score most, shows the trend and emits points', () => {
    const { view, metrics } = givenAggregator(quality).when(scored(0, { score: 80 }), scored(1, { score: 30 }));
    expect(view).toEqual({ scores: 2, quality: 0.65, trend: 'falling', change: -0.15, recent: [0.8, 0.3] });
    expect(metrics).toEqual([
      { metric: 'quality_score', value: 0.8 },
      { metric: 'quality', value: 0.8 },
      { metric: 'quality_score', value: 0.3 },
      { metric: 'quality', value: 0.65 },
    ]);
  });

  test.each([
    [{ score: 6, max_score: 10 }, 'learning.quiz_attempted', 0.6],
    [{ score: 6, max_score: 0 }, 'learning.quiz_attempted', 0.06],
    [{ score: 130 }, 'learning.test_passed', 1],
    [{ score: -5 }, 'learning.test_failed', 0],
    [{ quality: 0.7 }, 'work.completed', 0.7],
  ])('reads %j of %s as %d', (payload, name, expected) => {
    expect(givenAggregator(quality).when(scored(0, payload, name)).state.mean).toBe(expected);
  });

  test('leaves events without a score alone', () => {
    expect(quality.keyOf(scored(0, { score: null }))).toBeUndefined();
    expect(quality.keyOf(scored(0, { score: 4 }, 'work.completed'))).toBeUndefined();
  });

  test('lies between the scores, and does not depend on how the history is cut into batches', () => {
    const config = quality.manifest.config.parse({});
    const fold = (events: readonly RecordedEvent[], state: JsonObject | null) =>
      foldGroup(quality, config, { key: 'k', window: { kind: 'all', start: '' }, state, events, until: null });
    const histories = fc.tuple(fc.array(fc.integer({ min: 0, max: 100 }), { minLength: 2, maxLength: 40 }), fc.nat());
    fc.assert(
      fc.property(histories, ([scores, place]) => {
        const events = scores.map((score, at) => scored(at, { score }));
        const whole = fold(events, null);
        const cut = 1 + (place % (events.length - 1));
        expect(fold(events.slice(cut), fold(events.slice(0, cut), null).state).state).toEqual(whole.state);
        const mean = Number(whole.state?.['mean']);
        expect(mean).toBeGreaterThanOrEqual(Math.min(...scores) / 100 - 1e-9);
        expect(mean).toBeLessThanOrEqual(Math.max(...scores) / 100 + 1e-9);
      }),
    );
  });
});
