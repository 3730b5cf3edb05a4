import type { Json } from '@activity-hub/contracts/event';
import { recordedEventFixture } from '@activity-hub/contracts/plugin/testing/recorded-event-fixture';
import type { LaneEvent } from '@activity-hub/db/event-store/event-store';
import type { SubscriptionRow } from '@activity-hub/db/subscriptions/subscription-row';
import { type SubscriptionRule, subscriptionRule } from '../subscription-rule.ts';

/** A subscription as it is read from the database. */
export function subscriptionRowFixture(over: Partial<SubscriptionRow> = {}): SubscriptionRow {
  return {
    subscription_id: '00000000-0000-4000-8000-000000000001',
    name: 'A subscription',
    topics: ['activity.learning.**'],
    filter: null,
    template: null,
    destination: { kind: 'webhook' },
    sealed: null,
    fifo: false,
    concurrency: 10,
    rate_per_second: null,
    state: 'active',
    state_reason: null,
    failing_since: null,
    warned_percent: 0,
    circuit_open_until: null,
    epoch: 1,
    created_by: 'a spec',
    created_at: '2026-01-01T00:00:00.000Z',
    updated_at: '2026-01-01T00:00:00.000Z',
    removed: false,
    ...over,
  };
}

/** A rule that has joined lane 0 behind an offset. */
export function ruleFixture(over: Partial<SubscriptionRow> = {}, offset = 0): SubscriptionRule {
  const row = subscriptionRowFixture(over);
  return subscriptionRule(row, [{ subscription_id: row.subscription_id, lane: 0, offset, joined: true }]);
}

/** The event at a place of a lane. */
export function laneEventFixture(offset: number, eventType: string, payload: Record<string, Json> = {}): LaneEvent {
  return { offset, event: recordedEventFixture({ event_type: eventType, payload: payload as never }) };
}
