import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { anna, boris, caseId, createSmallHub, type SmallHub, session } from './testing/small-hub.ts';

let hub: SmallHub;

beforeAll(async () => {
  hub = await createSmallHub();
});

afterAll(async () => {
  await hub.close();
});

const timesOf = (page: { readonly items: readonly { readonly timestamp: string }[] }) =>
  page.items.map((item) => item.timestamp);

describe('events', () => {
  test('are found by user, newest first, to the microsecond', async () => {
    const page = await hub.ports.events.search({ user_id: anna.toUpperCase() });
    expect(timesOf(page)).toEqual([
      '2026-03-12T10:00:00.000Z',
      '2026-03-11T09:00:00.000250Z',
      '2026-03-11T09:00:00.000Z',
      '2026-03-09T21:30:00.000Z',
    ]);
    expect(page).toMatchObject({ served_by: 'postgres', notice: null, next_cursor: null });
  });

  test('are the same whichever way they are read', async () => {
    const { items } = await hub.ports.events.search({ session_id: session });
    const [first] = items;
    expect(items).toHaveLength(2);
    expect(first).toEqual(await hub.ports.events.get(first?.event_id ?? ''));
    expect(first).toEqual((await hub.ports.events.search({ user_id: anna })).items[1]);
  });

  test.each([
    [{ type: 'learning.*' }, 'postgres', 2],
    [{ type: 'activity.**', from: '2026-03-11T09:00:00.000250Z' }, 'postgres', 2],
    [{ from: '2026-03-11T09:00:00Z', to: '2026-03-11T09:00:00.000250Z' }, 'postgres', 1],
    [{ type: 'streak.*', user_id: anna }, 'postgres', 1],
    [{ type: 'work.never_heard_of' }, 'postgres', 0],
    [{ source: 'club' }, 'clickhouse', 2],
    [{ source: 'club', user_id: boris }, 'clickhouse', 1],
    [{ payload_path: 'score', payload_op: 'gt', payload_value: '80' }, 'clickhouse', 1],
    [{ payload_path: 'work.kind', payload_value: 'essay', type: 'social.*' }, 'clickhouse', 1],
    [{ payload_path: 'work.kind', payload_value: 'essay', type: 'learning.*' }, 'clickhouse', 0],
  ] as const)('%j from %s: %i', async (search, servedBy, count) => {
    const page = await hub.ports.events.search(search);
    expect([page.served_by, page.items.length]).toEqual([servedBy, count]);
  });

  test('of a list carry a summary and no payload', async () => {
    const { items } = await hub.ports.events.rows({ user_id: anna, type: 'learning.*' });
    expect(items.map((row) => row.payload_summary)).toEqual(['score: 95.5, course_id: b', 'score: 80, course_id: a']);
    expect(items[0]).not.toHaveProperty('payload');
    expect(items[0]).not.toHaveProperty('metadata');
  });

  test('are as fresh as the store that answers', async () => {
    const { freshness } = await hub.ports.events.search({ source: 'club' });
    const [newest] = await hub.sql<{ at: string }[]>`select max(recorded_at) as at from event`;
    expect(freshness).toEqual({ complete_through: `${newest?.at.slice(0, 23)}Z`, lag_events: 0 });
  });

  test('that nobody knows are not found', async () => {
    await expect(hub.ports.events.get('dddddddd-0000-4000-8000-00000000ffff')).rejects.toMatchObject({
      code: 'not_found',
    });
    await expect(hub.ports.events.get('no-uuid')).rejects.toMatchObject({ code: 'not_found', pointer: '/event_id' });
  });
});

describe('a user', () => {
  test('has days by the calendar of the zone the events were recorded in', async () => {
    const first = await hub.ports.users.timeline({ user_id: anna, days: 2 });
    expect(first.days.map(({ day, event_count, entries }) => [day, event_count, entries.length])).toEqual([
      ['2026-03-12', 1, 1],
      ['2026-03-11', 2, 2],
    ]);
    const second = await hub.ports.users.timeline({ user_id: anna, days: 2, cursor: first.next_cursor ?? '' });
    expect(second.days).toMatchObject([
      { day: '2026-03-10', time_zone: 'Europe/Moscow', entries: [{ timestamp: '2026-03-09T21:30:00.000Z' }] },
    ]);
    expect(second.next_cursor).toBeNull();
  });

  test('has the scores of the newest version, oldest first', async () => {
    const score = await hub.ports.users.score({ user_id: anna, period: 'daily' });
    expect(score).toMatchObject({
      total: 12.5,
      points: [
        { start: '2026-03-10', score: 5, events: 1 },
        { start: '2026-03-11', score: 7.5, events: 2 },
      ],
    });
    const lastDay = { user_id: anna, from: '2026-03-11', to: '2026-03-11' };
    expect((await hub.ports.users.score({ ...lastDay, period: 'daily' })).points.map(({ start }) => start)).toEqual([
      '2026-03-11',
    ]);
    expect((await hub.ports.users.score({ ...lastDay, period: 'hourly' })).points.map(({ start }) => start)).toEqual([
      '2026-03-11T12+03:00',
    ]);
    await expect(
      hub.ports.users.score({ user_id: anna, period: 'daily', from: '2026-03-12', to: '2026-03-11' }),
    ).rejects.toMatchObject({
      code: 'invalid_query',
      pointer: '/from',
    });
  });

  test('has streaks as they stand now', async () => {
    const { streaks } = await hub.ports.users.streaks(anna);
    expect(streaks).toMatchObject([{ streak_type: 'daily', current: 2, best: 4, active: true, at_risk: true }]);
  });

  test('is summed up', async () => {
    expect(await hub.ports.users.summary(anna)).toMatchObject({
      first_event_at: '2026-03-09T21:30:00.000Z',
      last_event_at: '2026-03-12T10:00:00.000Z',
      time_zone: 'Europe/Moscow',
      total_events: 4,
      events_by_family: { learning: 2, social: 1, streak: 1 },
      score: { day: 0, previous_day: 7.5, week: 12.5, previous_week: 0, month: 12.5, previous_month: 0 },
      top_types: [
        { event_type: 'activity.learning.lesson_completed', events: 2 },
        { event_type: 'activity.social.posted', events: 1 },
      ],
      open_cases: 1,
    });
  });

  test('without events has empty answers', async () => {
    const nobody = 'eeeeeeee-0000-4000-8000-000000000005';
    const { events, users } = hub.ports;
    expect((await events.search({ user_id: nobody })).items).toEqual([]);
    expect(await users.timeline({ user_id: nobody, days: 3 })).toMatchObject({ days: [], next_cursor: null });
    expect(await users.score({ user_id: nobody, period: 'weekly' })).toMatchObject({ points: [], total: 0 });
    expect((await users.streaks(nobody)).streaks).toEqual([]);
    expect(await users.summary(nobody)).toMatchObject({
      total_events: 0,
      first_event_at: null,
      time_zone: null,
      streaks: [],
    });
  });

  test('is listed by latest activity', async () => {
    expect((await hub.ports.users.list({ limit: 10 })).items).toEqual([
      { user_id: anna, display_name: null, last_event_at: '2026-03-12T10:00:00.000Z', events: 4 },
      { user_id: boris, display_name: null, last_event_at: '2026-02-01T10:00:00.000Z', events: 1 },
    ]);
    expect((await hub.ports.users.list({ prefix: 'BB', limit: 10 })).items.map((item) => item.user_id)).toEqual([
      boris,
    ]);
    expect((await hub.ports.users.list({ limit: 1 })).items).toHaveLength(1);
  });
});

describe('anomaly cases', () => {
  test('are paged without repeat or skip, though seen in the same instant', async () => {
    const ids: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await hub.ports.anomalies.list({ limit: 2, cursor });
      ids.push(...page.items.map((item) => item.case_id));
      cursor = page.next_cursor ?? undefined;
    } while (cursor !== undefined);
    expect(ids).toHaveLength(6);
    expect(ids).toEqual([...new Set(ids)].sort().reverse());
  });

  test('are found by what they are', async () => {
    const { anomalies } = hub.ports;
    expect((await anomalies.list({ user_id: anna.toUpperCase() })).items.map((item) => item.case_id)).toEqual([caseId]);
    expect((await anomalies.list({ status: 'resolved' })).items).toHaveLength(1);
    expect((await anomalies.list({ severity: 'high', kind: 'overactivity', status: 'open' })).items).toHaveLength(1);
    expect(await anomalies.get(caseId)).toMatchObject({
      user_id: anna,
      score: 4.5,
      findings: 2,
      evidence: { events: 120, normal: 20 },
      last_seen_at: '2026-03-11T09:00:00.000001Z',
    });
    await expect(anomalies.get('dddddddd-0000-4000-8000-00000000ffff')).rejects.toMatchObject({
      code: 'not_found',
      pointer: '/case_id',
    });
  });
});
