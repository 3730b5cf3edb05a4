import { existsSync } from 'node:fs';
import { hourIn, monthOf, weekOf } from '@activity-hub/contracts/calendar';
import type { Window } from '@activity-hub/contracts/plugin/aggregator';
import { givenAggregator } from '@activity-hub/contracts/plugin/testing/given-when-then';
import { recordedEventFixture } from '@activity-hub/contracts/plugin/testing/recorded-event-fixture';
import { activityScore } from '@activity-hub/plugins/aggregators/activity-score/activity-score';
import { streak } from '@activity-hub/plugins/aggregators/streak/streak';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type RecomputedUser, readSourceEvents, recomputeUser, type SourceEvent } from './recompute.ts';

const user_id = '6f1d2c9a-0b7e-5d34-9a51-3c2f8e4b7a10';
const sample = new URL('../../../shared/data/events/sample.ndjson.gz', import.meta.url);

const recorded = (event: SourceEvent) =>
  recordedEventFixture({
    event_type: event.event_type,
    timestamp: event.timestamp,
    user_id: event.user_id ?? null,
    time_zone: event.metadata?.time_zone ?? 'UTC',
  });

/** What the plugins make of the same events, without the hub in between. */
function byPlugins(events: readonly SourceEvent[]): RecomputedUser {
  const own = events.map(recorded);
  const windows: Record<keyof RecomputedUser['scores'], (event: (typeof own)[number]) => string> = {
    hourly: (event) => hourIn(event.time_zone, Date.parse(event.timestamp)),
    daily: (event) => event.day,
    weekly: (event) => weekOf(event.day),
    monthly: (event) => monthOf(event.day),
  };
  const scoresOf = (kind: keyof typeof windows) =>
    [...Map.groupBy(own, windows[kind])]
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([start, inside]) => {
        const window: Window = { kind, start };
        return { start, ...givenAggregator(activityScore, [], { window }).when(...inside).state };
      });
  const { view } = givenAggregator(streak).when(...own);
  const [daily, weekly] = (view['streaks'] ?? []) as readonly Record<string, unknown>[];
  return {
    scores: {
      hourly: scoresOf('hourly'),
      daily: scoresOf('daily'),
      weekly: scoresOf('weekly'),
      monthly: scoresOf('monthly'),
    },
    streaks: { daily: bare(daily), weekly: bare(weekly) },
  };
}

function bare(shown: Record<string, unknown> | undefined): RecomputedUser['streaks']['daily'] {
  if (shown === undefined) return undefined;
  const { start, last, count, best, spans } = shown;
  return { start, last, count, best, spans } as RecomputedUser['streaks']['daily'];
}

describe('recomputeUser', () => {
  test('by hand: two zones, a gap, a system event', () => {
    const at = (
      timestamp: string,
      event_type = 'activity.learning.content_viewed',
      time_zone = 'Asia/Vladivostok',
    ) => ({
      event_type,
      timestamp,
      user_id,
      metadata: { time_zone },
    });
    const { scores, streaks } = recomputeUser(
      [
        at('2026-11-22T20:00:00.000Z'),
        at('2026-11-22T20:10:00.000Z', 'activity.learning.test_passed'),
        at('2026-11-24T20:00:00.000Z'),
        at('2026-11-24T01:30:00.000Z', 'activity.social.posted', 'America/New_York'),
      ],
      user_id,
    );
    expect(scores.hourly[0]).toEqual({
      start: '2026-11-23T06+10:00',
      score: 5.2,
      events: 2,
      counts: { 'activity.learning.content_viewed': 1, 'activity.learning.test_passed': 1 },
    });
    expect(scores.daily.map(({ start, score }) => [start, score])).toEqual([
      ['2026-11-23', 8.2],
      ['2026-11-25', 0.2],
    ]);
    expect(scores.monthly.map(({ start, events }) => [start, events])).toEqual([['2026-11-01', 4]]);
    expect(streaks.daily).toMatchObject({ start: '2026-11-25', count: 1, best: 1 });
    expect(streaks.weekly).toEqual({
      start: '2026-11-23',
      last: '2026-11-23',
      count: 1,
      best: 1,
      spans: [{ start: '2026-11-23', end: '2026-11-23', count: 1 }],
    });
  });

  test('agrees with the plugins on any history', () => {
    const types = [
      'learning.content_viewed',
      'learning.test_passed',
      'work.completed',
      'social.posted',
      'economic.spent',
    ];
    const event = fc.record({
      event_type: fc.constantFrom(...types.map((type) => `activity.${type}`)),
      timestamp: fc
        .integer({ min: 0, max: 24 * 120 })
        .map((hours) => new Date(Date.parse('2026-09-15T00:30:00Z') + hours * 3_600_000).toISOString()),
      user_id: fc.constant(user_id),
      metadata: fc.record({
        time_zone: fc.constantFrom('UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Kathmandu', 'Pacific/Auckland'),
      }),
    });
    fc.assert(
      fc.property(fc.array(event, { maxLength: 60 }), (events) => {
        expect(byPlugins(events)).toEqual(recomputeUser(events, user_id));
      }),
      { numRuns: 60 },
    );
  });

  test.skipIf(!existsSync(sample))('agrees with the plugins on real people (needs ../shared/data)', async () => {
    const byUser = Map.groupBy(await readSourceEvents(sample.pathname), (event) => event.user_id ?? '');
    const busiest = [...byUser].toSorted(([, a], [, b]) => b.length - a.length).slice(0, 40);
    expect(busiest.length).toBe(40);
    for (const [user, events] of busiest) {
      const { streaks, scores } = recomputeUser(events, user);
      const shown = Object.fromEntries(
        Object.entries(streaks).map(([type, found]) => [type, found && { ...found, spans: found.spans.slice(0, 60) }]),
      );
      expect(byPlugins(events)).toEqual({ scores, streaks: shown });
    }
  });
});
