import { eventTypeOf } from '@activity-hub/contracts/event-types/catalog';
import { aggregatorConformance } from '@activity-hub/contracts/plugin/testing/aggregator-conformance';
import { givenAggregator } from '@activity-hub/contracts/plugin/testing/given-when-then';
import { FIXTURE_USER_ID, recordedEventFixture } from '@activity-hub/contracts/plugin/testing/recorded-event-fixture';
import { describe, expect, test } from 'vitest';
import { failureRate } from './failure-rate.ts';

const eventAt = (minute: number, name: string, payload = {}) =>
  recordedEventFixture({
    event_type: `activity.${name}`,
    timestamp: new Date(Date.parse('2026-05-04T10:00:00.000Z') + minute * 60_000).toISOString(),
    payload,
  });
const names = failureRate.manifest.topics.map((topic) => topic.slice('activity.'.length));

describe('failure-rate', () => {
  const history = [...names, ...names.toReversed()].map((name, at) => eventAt(at * 11, name));
  for (const { name, run } of aggregatorConformance(failureRate, history)) test(name, run);

  test('wants only types that exist', () => {
    for (const topic of failureRate.manifest.topics) expect(eventTypeOf(topic)).toBeDefined();
  });

  test('gives the share over all and by kind', () => {
    const { view } = givenAggregator(failureRate).when(
      eventAt(0, 'system.login_failed'),
      eventAt(1, 'system.login_failed'),
      eventAt(2, 'system.user_logged_in'),
      eventAt(3, 'work.accepted'),
    );
    expect(view).toEqual({
      failed: 2,
      succeeded: 2,
      rate: 0.5,
      kinds: {
        login: { failed: 2, succeeded: 1, rate: 0.6667 },
        work: { failed: 0, succeeded: 1, rate: 0 },
      },
    });
  });

  test('shows no rate over too few actions', () => {
    const { view } = givenAggregator(failureRate, [], { config: { min_attempts: 2 } }).when(
      eventAt(0, 'learning.test_failed'),
    );
    expect(view).toMatchObject({ failed: 1, rate: null });
  });

  test('does not blame whoever reverts the work of somebody else', () => {
    const of = (user: string) => failureRate.keyOf(eventAt(0, 'work.reverted', { reverts_user_id: user }));
    expect(of('0b1d2c9a-0b7e-5d34-9a51-3c2f8e4b7a10')).toBeUndefined();
    expect(of(FIXTURE_USER_ID)).toBe(FIXTURE_USER_ID);
    expect(failureRate.keyOf(eventAt(0, 'work.reverted'))).toBe(FIXTURE_USER_ID);
  });
});
