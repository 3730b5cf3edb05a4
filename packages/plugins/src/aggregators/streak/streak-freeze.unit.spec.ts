import { addDays } from '@activity-hub/contracts/calendar';
import type { RecordedEvent } from '@activity-hub/contracts/event';
import { foldGroup } from '@activity-hub/contracts/plugin/fold-group';
import { givenAggregator } from '@activity-hub/contracts/plugin/testing/given-when-then';
import { recordedEventFixture } from '@activity-hub/contracts/plugin/testing/recorded-event-fixture';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { streak } from './streak.ts';

function activeOn(day: string): RecordedEvent {
  return recordedEventFixture({
    timestamp: `${day}T12:00:00.000Z`,
    event_type: 'activity.work.completed',
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

const kinds = (derived: readonly { event_type: string; subject: string; at: string }[]): string[] =>
  derived.map(({ event_type, subject, at }) => `${event_type.slice('activity.'.length)} ${subject} ${at}`);
const daily = (view: object): Record<string, unknown> =>
  (view as { streaks: Record<string, unknown>[] }).streaks[0] ?? {};

describe('grace and freezes', () => {
  test('grace forgives so many missed days of each streak, and breaks after them', () => {
    const config = { grace_days: 1 };
    const scenario = givenAggregator(
      streak,
      ['2026-05-04', '2026-05-06', '2026-05-07'].map((day) => activeOn(day)),
      { config },
    );
    const { view, derived } = scenario.when(activeOn('2026-05-08'));
    expect(daily(view)).toMatchObject({ start: '2026-05-04', count: 4, breaks_at: '2026-05-10T00:00:00.000Z' });
    expect(kinds(derived)).toEqual(['streak.extended daily:2026-05-08 2026-05-08T12:00:00.000Z']);
    // The grace is spent on the fifth: another missed day breaks.
    expect(
      daily(scenario.when(activeOn('2026-05-08'), activeOn('2026-05-09'), activeOn('2026-05-11')).view),
    ).toMatchObject({
      count: 1,
      best: 5,
    });
    const fresh = givenAggregator(streak, [activeOn('2026-05-04')], { config }).whenQuietUntil(
      '2026-05-20T00:00:00.000Z',
    );
    expect(kinds(fresh.derived)[0]).toBe('streak.broken daily:2026-05-04 2026-05-07T00:00:00.000Z');
  });

  test('grace of weeks is their own', () => {
    const config = { grace_weeks: 1 };
    const { view } = givenAggregator(streak, [], { config }).when(activeOn('2026-05-04'), activeOn('2026-05-18'));
    const [days, weeks] = view['streaks'] as Record<string, unknown>[];
    expect([days?.['count'], weeks?.['count']]).toEqual([1, 2]);
  });

  test('a frozen day neither counts nor breaks', () => {
    const { view, derived } = givenAggregator(streak, [activeOn('2026-05-04')]).when(
      frozenOn('2026-05-05'),
      activeOn('2026-05-06'),
    );
    expect(daily(view)).toMatchObject({ start: '2026-05-04', last: '2026-05-06', count: 2 });
    expect(view['frozen']).toEqual([{ start: '2026-05-05', end: '2026-05-05' }]);
    expect(kinds(derived)).toEqual(['streak.extended daily:2026-05-06 2026-05-06T12:00:00.000Z']);
  });

  test('a freeze of yesterday saves a streak that was declared broken, and it can break again', () => {
    const config = streak.manifest.config.parse({});
    const window = { kind: 'all', start: '' } as const;
    const events = [activeOn('2026-05-04'), frozenOn('2026-05-06', '2026-05-05')];
    const answer = foldGroup(streak, config, {
      key: 'k',
      window,
      state: null,
      events,
      until: '2026-05-09T00:00:00.000Z',
    });
    const told = answer.steps.flatMap(({ derived, deadline }) =>
      derived.map(({ event_type, payload }) => [
        event_type.slice(9),
        payload['streak_type'],
        payload['late'],
        deadline,
      ]),
    );
    expect(told.filter(([, type]) => type === 'daily')).toEqual([
      ['streak.started', 'daily', false, null],
      ['streak.broken', 'daily', false, '2026-05-06T00:00:00.000Z'],
      ['streak.extended', 'daily', true, null],
      ['streak.broken', 'daily', false, '2026-05-07T00:00:00.000Z'],
    ]);
  });

  test('grace and freezes: a history says the same as a day-by-day walk over it', () => {
    const histories = fc.tuple(
      fc.uniqueArray(fc.integer({ min: 0, max: 40 }), { minLength: 1, maxLength: 30 }),
      fc.uniqueArray(fc.integer({ min: 0, max: 40 }), { maxLength: 8 }),
      fc.integer({ min: 0, max: 3 }),
    );
    fc.assert(
      fc.property(histories, ([active, frozen, grace]) => {
        const config = streak.manifest.config.parse({ grace_days: grace });
        const events = [
          ...frozen.map((offset) => frozenOn('2026-02-28', addDays('2026-03-01', offset))),
          ...active.toSorted((a, b) => a - b).map((offset) => activeOn(addDays('2026-03-01', offset))),
        ];
        const window = { kind: 'all', start: '' } as const;
        const { view } = foldGroup(streak, config, { key: 'k', window, state: null, events, until: null });
        expect(daily(view ?? {})).toMatchObject(walked(new Set(active), new Set(frozen), grace));
      }),
    );
  });
});

/** The newest and the best streak, by looking at every day in turn. */
function walked(active: ReadonlySet<number>, frozen: ReadonlySet<number>, grace: number) {
  let [count, best, missed] = [0, 0, 0];
  for (let day = 0; day <= Math.max(...active); day++) {
    if (active.has(day)) count += 1;
    else if (!frozen.has(day) && count > 0 && ++missed > grace) [count, missed] = [0, 0];
    best = Math.max(best, count);
  }
  return { count, best };
}
