import { expect, test } from 'vitest';
import { familiesOf, trendQueryOf, trendRows } from './trend-range.ts';

const anchor = Date.parse('2026-11-23T10:00:00.000Z');
const freshness = { complete_through: null, lag_events: 0 };

test('thirty days end with today', () => {
  const query = trendQueryOf('30d', undefined, anchor);
  expect(query).toMatchObject({ from: '2026-10-25T00:00:00.000Z', to: '2026-11-24T00:00:00.000Z', step: 'day' });
  const rows = trendRows({ from: query.from ?? '', to: query.to ?? '', step: 'day', series: [], freshness });
  expect(rows).toHaveLength(30);
});

test('series are put side by side, gaps are kept, what the hub derives is one', () => {
  const rows = trendRows({
    from: '2026-09-01T00:00:00.000Z',
    to: '2026-11-24T00:00:00.000Z',
    step: 'month',
    series: [
      { name: 'work', points: [{ start: '2026-09-01T00:00:00.000Z', events: 4, users: 1 }] },
      { name: 'learning', points: [{ start: '2026-11-01T00:00:00Z', events: 7, users: 2 }] },
      { name: 'streak', points: [{ start: '2026-11-01T00:00:00Z', events: 2, users: 2 }] },
      { name: 'anomaly', points: [{ start: '2026-11-01T00:00:00Z', events: 1, users: 1 }] },
    ],
    freshness,
  });
  expect(rows).toEqual([
    { start: '2026-09-01T00:00:00.000Z', counts: { work: 4 } },
    { start: '2026-10-01T00:00:00.000Z', counts: {} },
    { start: '2026-11-01T00:00:00.000Z', counts: { learning: 7, derived: 3 } },
  ]);
  expect(familiesOf(rows)).toEqual(['learning', 'work', 'derived']);
});
