import { addDays, daysBetween } from '@activity-hub/contracts/calendar';
import type { RecordedEvent } from '@activity-hub/contracts/event';
import { eventTypeOf } from '@activity-hub/contracts/event-types/catalog';
import { aggregatorConformance } from '@activity-hub/contracts/plugin/testing/aggregator-conformance';
import { givenAggregator } from '@activity-hub/contracts/plugin/testing/given-when-then';
import { recordedEventFixture } from '@activity-hub/contracts/plugin/testing/recorded-event-fixture';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { streak } from './streak.ts';
import { streakPeriods } from './streak-period.ts';
import type { StreakState } from './streak-summary.ts';
import { MAX_SPANS } from './streak-track.ts';

function activeOn(day: string, timeZone = 'UTC', eventType = 'activity.work.completed'): RecordedEvent {
  return recordedEventFixture({
    timestamp: `${day}T12:00:00.000Z`,
    day,
    time_zone: timeZone,
    event_type: eventType,
  });
}

/** A freeze of a day, bought at noon of a day; of that day itself when none is named. */
function frozenOn(bought: string, day?: string): RecordedEvent {
  return recordedEventFixture({
    timestamp: `${bought}T12:00:00.000Z`,
    event_type: 'activity.system.streak_frozen',
    payload: day === undefined ? {} : { day },
  });
}

const days = (from: string, count: number): string[] => Array.from({ length: count }, (_, at) => addDays(from, at));
const kinds = (derived: readonly { event_type: string; subject: string; at: string }[]): string[] =>
  derived.map(({ event_type, subject, at }) => `${event_type.slice('activity.'.length)} ${subject} ${at}`);
const daily = (view: object): Record<string, unknown> =>
  (view as { streaks: Record<string, unknown>[] }).streaks[0] ?? {};

describe('streak', () => {
  const history = [
    frozenOn('2026-05-11', '2026-05-10'),
    ...[...days('2026-05-01', 9), ...days('2026-05-14', 3), '2026-05-12'].map((day) => activeOn(day)),
  ];
  for (const { name, run } of aggregatorConformance(streak, history)) test(name, run);

  test('starts, grows, reaches a milestone and shows itself', () => {
    const { derived, view } = givenAggregator(streak).when(...days('2026-05-04', 3).map((day) => activeOn(day)));
    expect(kinds(derived)).toEqual([
      'streak.started daily:2026-05-04 2026-05-04T12:00:00.000Z',
      'streak.started weekly:2026-05-04 2026-05-04T12:00:00.000Z',
      'streak.extended daily:2026-05-05 2026-05-05T12:00:00.000Z',
      'streak.extended daily:2026-05-06 2026-05-06T12:00:00.000Z',
      'milestone.reached daily:3 2026-05-06T12:00:00.000Z',
    ]);
    expect(daily(view)).toEqual({
      streak_type: 'daily',
      start: '2026-05-04',
      last: '2026-05-06',
      count: 3,
      best: 3,
      time_zone: 'UTC',
      breaks_at: '2026-05-08T00:00:00.000Z',
      spans: [{ start: '2026-05-04', end: '2026-05-06', count: 3 }],
    });
  });

  test('derives payloads that fit the catalogue', () => {
    const scenario = givenAggregator(
      streak,
      days('2026-05-04', 6).map((day) => activeOn(day)),
    );
    const { derived } = scenario.when(activeOn('2026-05-10'), activeOn('2026-05-12'));
    expect(new Set(derived.map((event) => event.event_type)).size).toBe(4);
    for (const { event_type, payload } of derived) {
      expect(eventTypeOf(event_type)?.payload.safeParse(payload).error?.issues ?? []).toEqual([]);
    }
  });

  test('breaks once, when the day after the last one has ended', () => {
    const { derived, view } = givenAggregator(streak, [activeOn('2026-05-04')]).whenQuietUntil(
      '2026-12-31T00:00:00.000Z',
    );
    expect(kinds(derived)).toEqual([
      'streak.broken daily:2026-05-04 2026-05-06T00:00:00.000Z',
      'streak.broken weekly:2026-05-04 2026-05-18T00:00:00.000Z',
    ]);
    expect(daily(view)['breaks_at']).toBeNull();
  });

  test('is broken before the event that starts the next streak', () => {
    const { derived } = givenAggregator(streak, [activeOn('2026-05-04')]).when(activeOn('2026-05-06'));
    expect(kinds(derived)).toEqual([
      'streak.broken daily:2026-05-04 2026-05-06T00:00:00.000Z',
      'streak.started daily:2026-05-06 2026-05-06T12:00:00.000Z',
    ]);
  });

  test('a late event joins two streaks and revives one that was broken', () => {
    const scenario = givenAggregator(
      streak,
      ['2026-05-04', '2026-05-06'].map((day) => activeOn(day)),
    );
    const { derived, view } = scenario.when(activeOn('2026-05-05'));
    expect(derived.map(({ event_type, payload }) => [event_type, payload['late'], payload['count']])).toEqual([
      ['activity.streak.extended', true, 3],
      ['activity.milestone.reached', true, 3],
    ]);
    expect(daily(view)).toMatchObject({ start: '2026-05-04', last: '2026-05-06', count: 3, best: 3 });

    const broken = givenAggregator(streak, [activeOn('2026-05-04')]).whenQuietUntil('2026-05-07T00:00:00.000Z').state;
    const healed = streak.apply(broken, activeOn('2026-05-05'), streak.manifest.config.parse({}));
    const emission = streak.emit(
      broken,
      healed,
      { kind: 'event', event: activeOn('2026-05-05') },
      streak.manifest.config.parse({}),
      { kind: 'all', start: '' },
    );
    expect(emission.derived?.map(({ event_type, payload }) => [event_type, payload['late']])).toEqual([
      ['activity.streak.extended', true],
    ]);
    expect(streak.deadlineOf(healed, streak.manifest.config.parse({}))).toBe('2026-05-07T00:00:00.000Z');
  });

  test('repairing an older streak is shown and told to nobody', () => {
    const history = ['2026-05-04', '2026-05-06', '2026-05-11'].map((day) => activeOn(day));
    const { derived, view } = givenAggregator(streak, history).when(activeOn('2026-05-05'));
    expect(derived).toEqual([]);
    expect(daily(view)).toMatchObject({ count: 1, best: 3 });
  });

  test('weeks count from Monday to Sunday', () => {
    const { view } = givenAggregator(streak).when(
      activeOn('2026-05-10'),
      activeOn('2026-05-11'),
      activeOn('2026-05-18'),
    );
    const weekly = (view['streaks'] as Record<string, unknown>[])[1];
    expect(weekly).toMatchObject({ streak_type: 'weekly', start: '2026-05-04', last: '2026-05-18', count: 3 });
    expect(weekly?.['breaks_at']).toBe('2026-06-01T00:00:00.000Z');
  });

  test.each([
    // Berlin leaves summer time on 2026-10-25 and New York enters it on 2026-03-08: the day is 25 or 23 hours long.
    ['Europe/Berlin', '2026-10-24', '2026-10-25T23:00:00.000Z'],
    ['America/New_York', '2026-03-07', '2026-03-09T04:00:00.000Z'],
    ['Asia/Vladivostok', '2026-05-04', '2026-05-05T14:00:00.000Z'],
    ['Asia/Kathmandu', '2026-05-04', '2026-05-05T18:15:00.000Z'],
  ])('the day ends in the zone %s', (timeZone, day, breaksAt) => {
    const { view } = givenAggregator(streak).when(activeOn(day, timeZone));
    expect(daily(view)['breaks_at']).toBe(breaksAt);
  });

  test('of two zones of one day the one that ends last decides, in either order', () => {
    const east = activeOn('2026-05-04', 'Asia/Vladivostok');
    const west = activeOn('2026-05-04', 'America/New_York');
    for (const order of [
      [east, west],
      [west, east],
    ]) {
      expect(daily(givenAggregator(streak).when(...order).view)['time_zone']).toBe('America/New_York');
    }
  });

  test('a login alone is no activity unless the configuration says so', () => {
    const login = activeOn('2026-05-04', 'UTC', 'activity.system.user_logged_in');
    expect(givenAggregator(streak).when(login).view).toEqual({ streaks: [], frozen: [] });
    const config = { counts: ['activity.system.user_logged_in'] };
    expect(daily(givenAggregator(streak, [], { config }).when(login).view)).toMatchObject({ count: 1 });
  });

  test('keeps the identity of a state in which nothing changed', () => {
    const { state } = givenAggregator(streak).when(activeOn('2026-05-04'));
    expect(streak.apply(state, activeOn('2026-05-04'), streak.manifest.config.parse({}))).toBe(state);
  });

  test('any order of a history ends in the same state', () => {
    const zones = ['UTC', 'Asia/Vladivostok', 'America/New_York', 'Europe/Moscow', 'Etc/GMT-3'];
    const event = fc
      .tuple(fc.integer({ min: 0, max: 40 }), fc.constantFrom(...zones))
      .map(([offset, zone]) => activeOn(addDays('2026-03-01', offset), zone));
    const twoOrders = fc
      .array(event, { maxLength: 40 })
      .chain((events) => fc.tuple(fc.constant(events), fc.shuffledSubarray(events, { minLength: events.length })));
    fc.assert(
      fc.property(twoOrders, ([events, shuffled]) => {
        expect(fold(shuffled)).toEqual(fold(events));
      }),
    );
  });

  test('the state is bounded: older streaks live on in the best length', () => {
    const first = days('2020-01-01', 5);
    const others = Array.from({ length: MAX_SPANS + 10 }, (_, at) => addDays('2020-02-01', at * 2));
    const state = fold([...first, ...others].map((day) => activeOn(day)));
    expect(state.daily.spans.length).toBe(MAX_SPANS);
    expect(state.daily.folded?.best).toBe(5);
    const config = streak.manifest.config.parse({});
    expect(streak.apply(state, activeOn('2020-01-03'), config)).not.toBe(state);
    expect(streak.apply(state, activeOn('2020-01-03'), config)).toEqual(state);
  });
});

function fold(events: readonly RecordedEvent[]): StreakState {
  const config = streak.manifest.config.parse({});
  return events.reduce((state, event) => streak.apply(state, event, config), streak.initialState(config));
}

describe('streak periods', () => {
  test('every day lies in its period, and periods follow each other', () => {
    fc.assert(
      fc.property(fc.integer({ min: -20_000, max: 40_000 }), (offset) => {
        const day = addDays('1970-01-01', offset);
        for (const [type, length] of [
          ['daily', 1],
          ['weekly', 7],
        ] as const) {
          const period = streakPeriods[type];
          const ordinal = period.ordinalOf(day);
          const start = period.startOf(ordinal);
          expect(daysBetween(start, day)).toBeGreaterThanOrEqual(0);
          expect(daysBetween(start, day)).toBeLessThan(length);
          expect(period.startOf(ordinal + 1)).toBe(addDays(start, length));
        }
      }),
    );
  });
});
