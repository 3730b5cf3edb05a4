import { addDays } from '@activity-hub/contracts/calendar';
import type { JsonObject, RecordedEvent } from '@activity-hub/contracts/event';
import { eventTypeOf } from '@activity-hub/contracts/event-types/catalog';
import { foldGroup } from '@activity-hub/contracts/plugin/fold-group';
import { aggregatorConformance } from '@activity-hub/contracts/plugin/testing/aggregator-conformance';
import { givenAggregator } from '@activity-hub/contracts/plugin/testing/given-when-then';
import { recordedEventFixture } from '@activity-hub/contracts/plugin/testing/recorded-event-fixture';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { engagement } from './engagement.ts';

const activeOn = (day: string, hour = 12, eventType = 'activity.work.completed'): RecordedEvent =>
  recordedEventFixture({ event_type: eventType, timestamp: `${day}T${String(hour).padStart(2, '0')}:00:00.000Z` });
const days = (from: string, count: number, step = 1) =>
  Array.from({ length: count }, (_, at) => activeOn(addDays(from, at * step)));
const config = engagement.manifest.config.parse({});
const fold = (events: readonly RecordedEvent[], until: string | null = null, state: JsonObject | null = null) =>
  foldGroup(engagement, config, { key: 'k', window: { kind: 'all', start: '' }, state, events, until });

describe('engagement', () => {
  const history = [...days('2026-01-01', 15), ...days('2026-02-10', 6, 3), ...days('2026-05-04', 2)];
  for (const { name, run } of aggregatorConformance(engagement, history)) test(name, run);

  test('begins low and rises when the days are confirmed', () => {
    expect(fold(days('2026-01-01', 1)).view).toMatchObject({ level: 'low', since: '2026-01-01', active_days: 1 });
    // The fifth active day is the fifth of January; the sixth confirms it when it ends.
    expect(fold(days('2026-01-01', 6)).view).toMatchObject({ level: 'low', candidate: 'moderate' });
    expect(fold(days('2026-01-01', 7)).view).toMatchObject({ level: 'moderate', since: '2026-01-06', candidate: null });
    expect(fold(days('2026-01-01', 14)).view).toMatchObject({ level: 'active', since: '2026-01-13', active_days: 14 });
  });

  test('falls step by step while nothing happens, and says so once', () => {
    const { metrics, derived, view } = givenAggregator(engagement, days('2026-01-01', 14)).whenQuietUntil(
      '2026-12-31T00:00:00.000Z',
    );
    expect(metrics.map((point) => point.value)).toEqual([2, 1, 0]);
    expect(derived.map(({ subject, at }) => [subject, at])).toEqual([
      ['churned:2026-01-14', '2026-02-12T00:00:00.000Z'],
    ]);
    expect(eventTypeOf('activity.inactivity.detected')?.payload.safeParse(derived[0]?.payload).success).toBe(true);
    expect(derived[0]?.payload).toMatchObject({ kind: 'churned', score: 28 });
    expect(view).toMatchObject({ level: 'churned', since: '2026-02-11', last_active: '2026-01-14', active_days: 0 });
  });

  test('does not flutter: between entering and leaving the level stays', () => {
    const often = fold([...days('2026-01-01', 14), ...days('2026-01-16', 12, 3)]).view;
    expect(often).toMatchObject({ level: 'active', active_days: 10 });
    expect(fold(days('2026-01-01', 15, 3)).view).toMatchObject({ level: 'moderate', active_days: 10 });
  });

  test('whoever comes back is low once that is confirmed', () => {
    const { state } = fold(days('2026-01-01', 1), '2026-06-01T00:00:00.000Z');
    expect(fold(days('2026-06-10', 1), null, state).view).toMatchObject({ level: 'churned', candidate: null });
    const back = fold(days('2026-06-10', 1), '2026-06-12T00:00:00.000Z', state).view;
    expect(back).toMatchObject({ level: 'low', since: '2026-06-11' });
  });

  test('keeps the identity of a state in which nothing changed', () => {
    const { state } = givenAggregator(engagement).when(activeOn('2026-05-04'));
    expect(engagement.apply(state, activeOn('2026-05-04', 15), config)).toBe(state);
    expect(engagement.apply(state, activeOn('2026-05-05', 9, 'activity.system.user_logged_in'), config)).toBe(state);
  });

  test.each([
    [{ active_leave: 13 }],
    [{ moderate_leave: 6 }],
    [{ moderate_enter: 8 }],
    [{ window_days: 11 }],
    [{ counts: [] }],
    [{ confirm_days: 0 }],
  ])('refuses the configuration %j', (settings) => {
    expect(engagement.manifest.config.safeParse(settings).success).toBe(false);
  });

  test('a history cut into batches, with the clock running between them, ends the same', () => {
    const offsets = fc.uniqueArray(fc.integer({ min: 0, max: 200 }), { minLength: 2, maxLength: 60 });
    fc.assert(
      fc.property(offsets, fc.nat(), (unsorted, place) => {
        const events = unsorted.toSorted((a, b) => a - b).map((offset) => activeOn(addDays('2026-01-01', offset)));
        const cut = 1 + (place % (events.length - 1));
        const first = fold(events.slice(0, cut), events[cut]?.timestamp ?? null);
        const second = fold(events.slice(cut), null, first.state);
        const whole = fold(events);
        expect(second.state).toEqual(whole.state);
        const derived = [...first.steps, ...second.steps].flatMap((step) => step.derived);
        expect(derived).toEqual(whole.steps.flatMap((step) => step.derived));
      }),
    );
  });
});
