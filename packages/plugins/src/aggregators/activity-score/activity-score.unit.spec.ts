import { eventTypeOf, eventTypes } from '@activity-hub/contracts/event-types/catalog';
import type { Window } from '@activity-hub/contracts/plugin/aggregator';
import { aggregatorConformance } from '@activity-hub/contracts/plugin/testing/aggregator-conformance';
import { givenAggregator } from '@activity-hub/contracts/plugin/testing/given-when-then';
import { recordedEventFixture } from '@activity-hub/contracts/plugin/testing/recorded-event-fixture';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { activityScore } from './activity-score.ts';
import { addScore, defaultWeights, weightOf } from './weights.ts';

const day: Window = { kind: 'daily', start: '2026-05-04' };
const week: Window = { kind: 'weekly', start: '2026-05-04' };

function eventAt(minute: number, eventType = 'activity.learning.test_passed') {
  const timestamp = new Date(Date.parse('2026-05-04T10:00:00.000Z') + minute * 60_000).toISOString();
  return recordedEventFixture({ event_type: eventType, timestamp });
}

describe('activity-score', () => {
  for (const { name, run } of aggregatorConformance(
    activityScore,
    Array.from({ length: 30 }, (_, minute) => eventAt(minute)),
  )) {
    test(name, run);
  }

  test('adds the weight of the type and counts the event', () => {
    const { state } = givenAggregator(activityScore, [eventAt(0)]).when(eventAt(1, 'activity.learning.content_viewed'));
    expect(state).toEqual({
      score: 5.2,
      events: 2,
      counts: { 'activity.learning.test_passed': 1, 'activity.learning.content_viewed': 1 },
    });
  });

  test('explains itself: what an event is worth is what it moves the score by', () => {
    const config = activityScore.manifest.config.parse({});
    const before = givenAggregator(activityScore).when(eventAt(0)).state;
    const after = activityScore.apply(before, eventAt(1), config);
    expect(activityScore.amountOf(after, config) - activityScore.amountOf(before, config)).toBe(5);
    expect(activityScore.weightOf?.(eventAt(1), config)).toBe(5);
  });

  test('leaves an event without a user and events of the hub alone', () => {
    expect(activityScore.keyOf(recordedEventFixture({ user_id: null }))).toBeUndefined();
    const { state } = givenAggregator(activityScore).when(eventAt(0, 'activity.streak.started'));
    expect(state.events).toBe(0);
  });

  test('reaches each milestone of a day once, also when one event jumps over two', () => {
    const config = { weights: { 'activity.learning.*': 30 }, milestones: [50, 55, 100] };
    const { derived } = givenAggregator(activityScore, [], { config, window: day }).when(
      ...[0, 1, 2, 3, 4].map((minute) => eventAt(minute)),
    );
    expect(derived.map((event) => event.subject)).toEqual(['2026-05-04:50', '2026-05-04:55', '2026-05-04:100']);
    expect(derived[0]?.payload).toEqual({
      milestone: 'daily_score',
      value: 60,
      threshold: 50,
      day: '2026-05-04',
      events: 2,
    });
    expect(eventTypeOf('activity.milestone.reached')?.payload.safeParse(derived[0]?.payload).success).toBe(true);
  });

  test('derives nothing for other windows', () => {
    const config = { weights: { 'activity.learning.*': 80 } };
    const { derived } = givenAggregator(activityScore, [], { config, window: week }).when(eventAt(0));
    expect(derived).toEqual([]);
  });

  test.each([
    [{ weights: { 'activity.learning.*': -1 } }],
    [{ weights: { 'activity.learning.*': 0.0001 } }],
    [{ weights: { 'learning.*': 1 } }],
    [{ weights: { 'activity..x': 1 } }],
    [{ milestones: [0] }],
    [{ weight: {} }],
  ])('refuses the configuration %j', (config) => {
    expect(activityScore.manifest.config.safeParse(config).success).toBe(false);
  });
});

describe('weights', () => {
  test('every type a producer may publish has a weight of its own', () => {
    const producers = eventTypes.filter((type) => type.origin === 'producer').map((type) => type.event_type);
    expect(producers.filter((type) => defaultWeights[type] === undefined)).toEqual([]);
  });

  test('every weight names a pattern or a type that exists', () => {
    const names = Object.keys(defaultWeights).filter((name) => !name.endsWith('.*'));
    expect(names.filter((name) => eventTypeOf(name) === undefined)).toEqual([]);
  });

  test('the exact type wins, then the longest pattern, else nothing', () => {
    const weights = { 'activity.**': 1, 'activity.work.*': 2, 'activity.*.done': 2.5, 'activity.work.started': 0 };
    expect(weightOf(weights, 'activity.work.started')).toBe(0);
    expect(weightOf(weights, 'activity.work.paused')).toBe(2);
    expect(weightOf(weights, 'activity.work.done')).toBe(2.5);
    expect(weightOf(weights, 'activity.social.posted')).toBe(1);
    expect(weightOf({ 'activity.work.*': 2 }, 'activity.social.posted')).toBe(0);
    expect(weightOf({}, 'constructor')).toBe(0);
  });

  test('sums are exact in any order', () => {
    const thousandths = fc.array(fc.integer({ min: 0, max: 20_000 }), { maxLength: 300 });
    fc.assert(
      fc.property(thousandths, (parts) => {
        const sum = parts.reduce((score, part) => addScore(score, part / 1_000), 0);
        const turned = parts.toReversed().reduce((score, part) => addScore(score, part / 1_000), 0);
        const exact = parts.reduce((total, part) => total + part, 0) / 1_000;
        expect(sum).toBe(exact);
        expect(turned).toBe(exact);
      }),
    );
  });
});
