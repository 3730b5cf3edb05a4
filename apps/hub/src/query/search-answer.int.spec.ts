import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { anna, createSmallHub, type SmallHub, session } from './testing/small-hub.ts';

let hub: SmallHub;

beforeAll(async () => {
  hub = await createSmallHub();
});

afterAll(async () => {
  await hub.close();
});

const timesOf = (page: { readonly items: readonly { readonly timestamp: string }[] }) =>
  page.items.map((item) => item.timestamp);

describe('while the analytics store is away', () => {
  test('a search by source reads a day of the log and says so', async () => {
    const page = await hub.withoutAnalytics.events.search({ source: 'club' });
    expect(timesOf(page)).toEqual([]);
    expect(page).toMatchObject({ served_by: 'postgres', notice: { code: 'bounded_scan' } });
    expect(page.notice?.detail).toContain('2026-03-11T10:00:00.000Z');
  });

  test('the day ends where the search says', async () => {
    const page = await hub.withoutAnalytics.events.search({ source: 'club', to: '2026-03-12T09:00:00Z' });
    expect(timesOf(page)).toEqual(['2026-03-11T09:00:00.000250Z']);
  });

  test('a search of less than a day is complete and needs no notice', async () => {
    const day = { from: '2026-03-11T00:00:00Z', to: '2026-03-12T00:00:00Z' };
    const search = { ...day, payload_path: 'score', payload_op: 'gte', payload_value: '95.5' } as const;
    const page = await hub.withoutAnalytics.events.search(search);
    expect(page.notice).toBeNull();
    expect(page.items).toEqual((await hub.ports.events.search(search)).items);
  });

  test('pages go on, a day before the last row each', async () => {
    const search = { session_id: session, to: '2026-03-12T00:00:00Z', limit: 1 };
    const first = await hub.withoutAnalytics.events.search(search);
    const second = await hub.withoutAnalytics.events.search({ ...search, cursor: first.next_cursor ?? '' });
    expect([...timesOf(first), ...timesOf(second)]).toEqual([
      '2026-03-11T09:00:00.000250Z',
      '2026-03-11T09:00:00.000Z',
    ]);
    expect(second.next_cursor).toBeNull();
  });

  test('what the indexes answer does not notice', async () => {
    expect(await hub.withoutAnalytics.events.search({ user_id: anna })).toEqual(
      await hub.ports.events.search({ user_id: anna }),
    );
  });

  test('trends and the list of users say that it is away', async () => {
    await expect(hub.withoutAnalytics.system.trends({})).rejects.toMatchObject({ code: 'analytics_unavailable' });
    await expect(hub.withoutAnalytics.users.list({ limit: 5 })).rejects.toMatchObject({
      code: 'analytics_unavailable',
    });
  });
});
