import { userStreak } from '@activity-hub/contracts/activity/user-activity';
import type { RecordedEvent } from '@activity-hub/contracts/event';
import { streak } from '@activity-hub/plugins/aggregators/streak/streak';
import { describe, expect, test } from 'vitest';
import { streaksAt } from './streak-now.ts';

/** Active on 10, 11 and 12 March in Moscow; the streak breaks when the 14th begins there. */
const daily = {
  streak_type: 'daily',
  start: '2026-03-10',
  last: '2026-03-12',
  count: 3,
  best: 7,
  time_zone: 'Europe/Moscow',
  breaks_at: '2026-03-13T21:00:00.000Z',
  spans: [{ start: '2026-03-10', end: '2026-03-12', count: 3 }],
};
const view = { streaks: [daily] };

describe('a daily streak', () => {
  test.each([
    ['on its last active day', '2026-03-12T20:59:59.999Z', { current: 3, active: true, at_risk: false }],
    ['from the next midnight of its zone', '2026-03-12T21:00:00.000Z', { current: 3, active: true, at_risk: true }],
    ['in the last millisecond', '2026-03-13T20:59:59.999Z', { current: 3, active: true, at_risk: true }],
    [
      'at the instant it breaks, before the deadline fires',
      '2026-03-13T21:00:00.000Z',
      { current: 0, active: false, at_risk: false, breaks_at: null },
    ],
  ])('%s', (_, now, expected) => {
    const [streak] = streaksAt(view, Date.parse(now));
    expect(streak).toMatchObject(expected);
    expect(streak).toMatchObject({ best: 7, start: '2026-03-10', last: '2026-03-12' });
    expect(userStreak.parse(streak)).toEqual(streak);
  });

  test('that has been broken stays broken', () => {
    const [streak] = streaksAt({ streaks: [{ ...daily, breaks_at: null }] }, Date.parse('2026-03-12T10:00:00Z'));
    expect(streak).toMatchObject({ current: 0, active: false, at_risk: false });
  });
});

test('a weekly streak is at risk from the Monday after its last week', () => {
  const weekly = {
    ...daily,
    streak_type: 'weekly',
    start: '2026-03-02',
    last: '2026-03-09',
    breaks_at: '2026-03-22T21:00:00.000Z',
  };
  const riskAt = (now: string) => streaksAt({ streaks: [weekly] }, Date.parse(now))[0]?.at_risk;
  expect(riskAt('2026-03-15T20:59:59.999Z')).toBe(false);
  expect(riskAt('2026-03-15T21:00:00.000Z')).toBe(true);
});

test('what the shipped aggregator shows can be read', () => {
  const config = streak.manifest.config.parse({});
  const event = {
    event_type: 'activity.learning.lesson_completed',
    day: '2026-03-12',
    time_zone: 'Europe/Moscow',
    timestamp: '2026-03-12T10:00:00.000Z',
  } as RecordedEvent;
  const before = streak.initialState(config);
  const after = streak.apply(before, event, config);
  const window = { kind: 'all', start: '' } as const;
  const view = streak.viewOf(after, config, window);
  expect(streaksAt(view, Date.parse('2026-03-13T10:00:00Z'))).toMatchObject([
    { streak_type: 'daily', current: 1, at_risk: true, last: '2026-03-12', breaks_at: '2026-03-13T21:00:00.000Z' },
    { streak_type: 'weekly', current: 1, at_risk: false, last: '2026-03-09' },
  ]);
  expect(streaksAt(streak.viewOf(before, config, window), 0)).toEqual([]);
});
