import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { anna, boris, createSmallHub, type SmallHub } from './testing/small-hub.ts';

let hub: SmallHub;

beforeAll(async () => {
  hub = await createSmallHub();
  await hub.sql`insert into plugin (plugin_id, kind, manifest, provenance, live_revision)
    values ('pace', 'aggregator', '{}', 'shipped', '2.0.0')`;
  await hub.sql`
    insert into activity_metrics (processor, version, "timestamp", user_id, metric_type, value)
    select 'pace', version, at, ${anna}::uuid, type, extract(hour from at)
    from unnest(array['1.0.0', '2.0.0']) as version, unnest(array['lessons', 'tasks']) as type,
      generate_series('2025-01-01T00:00:00Z'::timestamptz, '2026-03-11T23:00:00Z', interval '1 hour') as at`;
});
afterAll(() => hub.close());

describe('the time series of a user', () => {
  test('are those of the live revision, hour by hour for a day', async () => {
    const day = { user_id: anna, from: '2026-03-01', to: '2026-03-01' };
    const { series } = await hub.ports.users.metrics(day);
    expect(series.map(({ plugin_id, metric_type }) => `${plugin_id} ${metric_type}`)).toEqual([
      'pace lessons',
      'pace tasks',
    ]);
    expect(series[0]?.points).toHaveLength(24);
    expect(series[0]?.points[5]).toEqual({ at: '2026-03-01T05:00:00Z', value: 5, min: 5, max: 5, points: 1 });
  });

  test('have at most 300 points, whatever the range, and lose none that they stand for', async () => {
    const wide = { user_id: anna, from: '2025-01-01', to: '2026-03-11', metric_type: 'tasks' };
    const [tasks, ...others] = (await hub.ports.users.metrics(wide)).series;
    expect(others).toEqual([]);
    expect(tasks?.points.length).toBeGreaterThan(250);
    expect(tasks?.points.length).toBeLessThanOrEqual(300);
    expect(tasks?.points.reduce((sum, point) => sum + point.points, 0)).toBe(435 * 24);
  });

  test('are empty for somebody without any, and cover ninety days if nothing is said', async () => {
    const empty = { user_id: boris, from: '2025-12-13', to: '2026-03-12', series: [] };
    expect(await hub.ports.users.metrics({ user_id: boris })).toEqual(empty);
  });

  test('say what is wrong with days the other way round', async () => {
    const turned = { user_id: anna, from: '2026-03-02', to: '2026-03-01' };
    await expect(hub.ports.users.metrics(turned)).rejects.toMatchObject({ code: 'invalid_query', pointer: '/from' });
  });
});
