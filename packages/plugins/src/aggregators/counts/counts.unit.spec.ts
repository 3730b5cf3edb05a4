import { aggregatorConformance } from '@activity-hub/contracts/plugin/testing/aggregator-conformance';
import { givenAggregator } from '@activity-hub/contracts/plugin/testing/given-when-then';
import { recordedEventFixture } from '@activity-hub/contracts/plugin/testing/recorded-event-fixture';
import { describe, expect, test } from 'vitest';
import { counts } from './counts.ts';

const eventAt = (minute: number, eventType = 'activity.work.started') =>
  recordedEventFixture({
    event_type: eventType,
    timestamp: new Date(Date.parse('2026-05-04T10:00:00.000Z') + minute * 60_000).toISOString(),
  });
const history = [
  ...Array.from({ length: 20 }, (_, at) => eventAt(at * 7)),
  eventAt(3, 'activity.social.posted'),
  eventAt(90, 'activity.system.user_logged_in'),
];

describe('counts', () => {
  for (const { name, run } of aggregatorConformance(counts, history)) test(name, run);

  test('counts by type', () => {
    expect(givenAggregator(counts, [eventAt(0), eventAt(1)]).when(eventAt(2, 'activity.social.posted')).view).toEqual({
      events: 3,
      types: { 'activity.work.started': 2, 'activity.social.posted': 1 },
    });
  });

  test('leaves events of the hub and events of nobody alone', () => {
    expect(givenAggregator(counts).when(eventAt(0, 'activity.streak.started')).state.events).toBe(0);
    expect(counts.keyOf(recordedEventFixture({ user_id: null }))).toBeUndefined();
  });
});
