import { recordedEventFixture } from '@activity-hub/contracts/plugin/testing/recorded-event-fixture';
import type { ClickHouseClient } from '@clickhouse/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestClickhouse, type TestClickhouse } from '../testing/test-servers.ts';
import { connectClickhouse } from './client.ts';
import { insertEvents } from './insert-events.ts';
import { migrateClickhouse } from './migrate.ts';

let clickhouse: TestClickhouse;
let client: ClickHouseClient;

beforeAll(async () => {
  clickhouse = await createTestClickhouse();
  await Promise.all([migrateClickhouse(clickhouse.url), migrateClickhouse(clickhouse.url)]);
  client = connectClickhouse(clickhouse.url);
});

afterAll(async () => {
  await client.close();
  await clickhouse.drop();
});

async function rows<Row>(query: string): Promise<readonly Row[]> {
  return (await client.query({ query, format: 'JSONEachRow' })).json<Row>();
}

describe('insertEvents', () => {
  it('keeps every column, and a repeat of the same events changes nothing', async () => {
    const payload = { text: 'a "quoted" \\ line\n…', nested: { deep: [1, null, true] } };
    const event = recordedEventFixture({
      timestamp: '2026-10-25T01:30:00.123Z',
      time_zone: 'Europe/Berlin',
      payload,
      session_id: '11111111-1111-5111-8111-111111111111',
      correlation_id: 'term-1',
    });
    const events = Array.from({ length: 2_500 }, (_, index) => ({ lane: 7, offset: index + 1, event }));
    await insertEvents(client, events);
    await insertEvents(client, events);
    expect(await rows('SELECT count() AS n FROM event FINAL')).toEqual([{ n: 2_500 }]);
    const [row] = await rows<Record<string, unknown>>('SELECT * FROM event FINAL WHERE offset = 2500');
    expect(row).toMatchObject({
      lane: 7,
      offset: 2_500,
      event_id: event.event_id,
      event_type: event.event_type,
      category: 'learning',
      occurred_at: '2026-10-25 01:30:00.123000',
      day: '2026-10-25',
      time_zone: 'Europe/Berlin',
      user_id: event.user_id,
      session_id: event.session_id,
      causation_id: null,
      correlation_id: 'term-1',
      origin: 'producer',
    });
    expect(JSON.parse(String(row?.['payload']))).toEqual(payload);
  });
});

describe('migrateClickhouse', () => {
  it('applies each file once and can be repeated', async () => {
    const before = await rows<{ name: string; applied_at: string }>(
      'SELECT name, applied_at FROM migration FINAL ORDER BY name',
    );
    await migrateClickhouse(clickhouse.url);
    expect(before[0]?.name).toBe('0001_event.sql');
    expect(await rows('SELECT name, applied_at FROM migration FINAL ORDER BY name')).toEqual(before);
  });

  it('refuses a file that was changed after it had been applied', async () => {
    await client.insert({
      table: 'migration',
      values: [{ name: '0001_event.sql', digest: 'other' }],
      columns: ['name', 'digest'],
      format: 'JSONEachRow',
    });
    await expect(migrateClickhouse(clickhouse.url)).rejects.toThrow(/0001_event.sql was changed/);
  });

  it('refuses a name that is no database', async () => {
    await expect(migrateClickhouse(clickhouse.url, 'a; drop database b')).rejects.toThrow(/no name/);
  });
});
