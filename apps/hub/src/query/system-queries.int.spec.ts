import { readTrends } from '@activity-hub/db/queries/read-trends';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { anna, createSmallHub, type SmallHub } from './testing/small-hub.ts';

let hub: SmallHub;

beforeAll(async () => {
  hub = await createSmallHub();
});

afterAll(async () => {
  await hub.close();
});

describe('the hub in figures', () => {
  test('counts everything, the same with and without the analytics store', async () => {
    const stats = await hub.ports.system.stats();
    expect(stats).toMatchObject({
      events_total: 5,
      events_by_origin: { producer: 4, derived: 1 },
      events_by_family: { learning: 2, economic: 1, social: 1, streak: 1 },
      events_by_source: { lms: 2, club: 2, 'activity-hub': 1 },
      users_total: 2,
      refused_total: 2,
      open_cases: 5,
      first_event_at: '2026-02-01T10:00:00.000Z',
      last_event_at: '2026-03-12T10:00:00.000Z',
      consumers: [
        { processor: 'activity-score', version: '1.0.0', lag_events: 0, status: 'running', reason: null },
        { processor: 'clickhouse', version: '1', lag_events: 0, status: 'running' },
        { processor: 'streak', version: '1.0.0', status: 'quarantined', reason: 'It threw.' },
      ],
    });
    expect(await hub.withoutAnalytics.system.stats()).toEqual(stats);
  });

  test('over time: every step is there, groups sum up to the whole', async () => {
    const march = { from: '2026-03-09T12:00:00Z', to: '2026-03-13T00:00:00Z' };
    const daily = await hub.ports.system.trends({ ...march, step: 'day', group: 'none' });
    expect(daily).toMatchObject({ from: '2026-03-09T00:00:00.000Z', to: '2026-03-13T00:00:00.000Z', step: 'day' });
    expect(daily.series).toEqual([
      {
        name: 'all',
        points: [
          { start: '2026-03-09T00:00:00.000Z', events: 1, users: 1 },
          { start: '2026-03-10T00:00:00.000Z', events: 0, users: 0 },
          { start: '2026-03-11T00:00:00.000Z', events: 2, users: 1 },
          { start: '2026-03-12T00:00:00.000Z', events: 1, users: 1 },
        ],
      },
    ]);
    const families = await hub.ports.system.trends({ ...march, step: 'week', group: 'family' });
    expect(
      families.series.map(({ name, points }) => [name, points.map((point) => [point.start, point.events])]),
    ).toEqual([
      ['learning', [['2026-03-09T00:00:00.000Z', 2]]],
      ['social', [['2026-03-09T00:00:00.000Z', 1]]],
      ['streak', [['2026-03-09T00:00:00.000Z', 1]]],
    ]);
    const months = await hub.ports.system.trends({
      from: '2026-02-15T00:00:00Z',
      to: '2026-03-13T00:00:00Z',
      step: 'month',
      source: 'club',
      group: 'source',
    });
    expect(months.series).toMatchObject([
      { name: 'club', points: [{ start: '2026-02-01T00:00:00.000Z', events: 1 }, { events: 1 }] },
    ]);
    const hours = await hub.ports.system.trends({
      ...march,
      step: 'hour',
      type: 'social.*',
      user_id: anna,
      group: 'type',
    });
    expect(hours.series[0]?.points.filter((point) => point.events > 0)).toEqual([
      { start: '2026-03-11T09:00:00.000Z', events: 1, users: 1 },
    ]);
  });

  test('over time adds up the groups past the largest under "other"', async () => {
    const points = await readTrends(hub.clickhouse, {
      sight: 'everybody',
      from: '2026-03-01T00:00:00.000000Z',
      to: '2026-04-01T00:00:00.000000Z',
      step: 'month',
      group: 'family',
      maxGroups: 1,
    });
    expect(points).toEqual([
      { name: 'learning', start: '2026-03-01T00:00:00.000Z', events: 2, users: 1 },
      { name: 'other', start: '2026-03-01T00:00:00.000Z', events: 2, users: 1 },
    ]);
  });

  test('over time without a range is the last thirty days in days', async () => {
    const trends = await hub.ports.system.trends({});
    expect([trends.step, trends.from, trends.to, trends.series[0]?.points.length]).toEqual([
      'day',
      '2026-02-10T00:00:00.000Z',
      '2026-03-12T15:00:00.000Z',
      31,
    ]);
  });

  test('over a range without events are zeros', async () => {
    const trends = await hub.ports.system.trends({
      from: '2020-01-01T00:00:00Z',
      to: '2020-01-03T00:00:00Z',
      group: 'none',
    });
    expect(trends.series).toMatchObject([{ name: 'all', points: [{ events: 0 }, { events: 0 }] }]);
    expect((await hub.ports.system.trends({ type: 'work.never_heard_of' })).series).toEqual([]);
  });
});
