import { beginEpisode } from '@activity-hub/db/episodes/begin-episode';
import { endEpisode } from '@activity-hub/db/episodes/end-episode';
import { createPostgresEventStore } from '@activity-hub/db/event-store/postgres-event-store';
import { statusRow } from '@activity-hub/db/plugins/testing/status-row';
import { writeProcessorStatus } from '@activity-hub/db/plugins/write-processor-status';
import { connectPostgres, type Sql } from '@activity-hub/db/postgres/client';
import { createTestDatabase, type TestDatabase } from '@activity-hub/db/testing/test-servers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createSourcePorts } from './create-source-ports.ts';
import type { StorageUse } from './judge-storage.ts';
import { readStorage } from './read-storage.ts';
import { SourceCounters } from './source-counters.ts';
import { recordEpisodes, type WatchOptions, watchOnce } from './start-watch.ts';

let database: TestDatabase;
let sql: Sql;
let other: Sql;

beforeAll(async () => {
  database = await createTestDatabase();
  sql = connectPostgres(database.url, { max: 4 });
  other = connectPostgres(database.url, { max: 4 });
});
afterAll(async () => {
  await Promise.all([sql.end(), other.end()]);
  await database.drop();
});

let storage: readonly StorageUse[] = [];
const began: string[] = [];
const observer = {
  began: (kind: string, key: string) => void began.push(`${kind} ${key}`),
  ended: () => undefined,
  stored: () => undefined,
  open: () => undefined,
  failed: (failure: unknown) => {
    throw failure;
  },
};

function watcher(client: Sql, now: () => number = Date.now): WatchOptions {
  return {
    sql: client,
    eventStore: createPostgresEventStore(client),
    counters: new SourceCounters(),
    silentAfterMinutes: (source) => (source === 'billing' ? 30 : undefined),
    readStorage: async () => storage,
    observer,
    now,
    watchingSinceMs: 0,
  };
}

const eventsOf = (type: string) => sql<{ payload: Record<string, unknown>; event_id: string; origin: string }[]>`
  select payload, event_id, origin from event where event_type = ${type} order by recorded_at`;

describe('two processes that watch', () => {
  test('add up what they counted, and tell of unusual refusals once', async () => {
    const [one, two] = [watcher(sql), watcher(other)];
    for (const { counters } of [one, two]) {
      counters.note('lms', { status: 'accepted' }, 30);
      counters.note('lms', { status: 'refused' }, 15);
      counters.note('club', { status: 'refused' }, 3);
    }
    await Promise.all([watchOnce(one, 0), watchOnce(two, 0)]);
    await Promise.all([watchOnce(one, 5), watchOnce(two, 5)]);
    expect(began.filter((line) => line === 'source_refusals lms')).toHaveLength(1);
    const events = await eventsOf('activity.source.refusals_unusual');
    expect(events).toMatchObject([
      { origin: 'system', payload: { source: 'lms', refused: 30, sent: 90, refusal_rate: 0.333, usual_rate: 0 } },
    ]);
    const admin = { kind: 'person', person_id: 'p', email: 'a@b', name: 'Ada', role: 'admin' } as const;
    const ports = createSourcePorts({ sql, silentAfterMinutes: () => undefined }, admin);
    expect((await ports.list()).items).toMatchObject([
      { source: 'lms', accepted_24h: 60, refused_24h: 30, silent: false, open_episodes: [{ kind: 'source_refusals' }] },
      { source: 'club', refused_24h: 6, open_episodes: [], unknown_types: 'refuse' },
    ]);
    const mentor = createSourcePorts({ sql, silentAfterMinutes: () => undefined }, { ...admin, role: 'mentor' });
    await expect(mentor.list()).rejects.toMatchObject({ code: 'forbidden' });
  });

  test('tell its end once, when the refusals have gone', async () => {
    await sql`update source_activity set minute = minute - interval '10 minutes'`;
    await Promise.all([watchOnce(watcher(sql), 0), watchOnce(watcher(other), 0)]);
    const [end] = await eventsOf('activity.source.refusals_unusual_ended');
    expect(end?.payload).toMatchObject({ source: 'lms' });
    expect(await eventsOf('activity.source.refusals_unusual_ended')).toHaveLength(1);
  });

  test('tell of a silent source once, and of its return', async () => {
    const one = watcher(sql);
    one.counters.note('billing', { status: 'accepted' });
    await watchOnce(one, 0);
    await sql`update source_health set last_seen_at = last_seen_at - interval '31 minutes' where source = 'billing'`;
    await Promise.all([watchOnce(one, 5), watchOnce(watcher(other), 5)]);
    const events = await eventsOf('activity.source.silent');
    expect(events).toMatchObject([{ payload: { source: 'billing', limit_seconds: 1800 } }]);
    one.counters.note('billing', { status: 'accepted' });
    await watchOnce(one, 5);
    expect(await eventsOf('activity.source.silent_ended')).toHaveLength(1);
    const [kept] = await sql<{ gaps: number[] }[]>`select gaps from source_health where source = 'billing'`;
    expect(kept?.gaps.reduce((sum, count) => sum + count)).toBe(1);
  });

  test('do not take the time in which no hub ran for a silence', async () => {
    await sql`update source_health set last_seen_at = last_seen_at - interval '3 days' where source = 'billing'`;
    await watchOnce({ ...watcher(sql), watchingSinceMs: Date.now() }, 0);
    expect(await eventsOf('activity.source.silent')).toHaveLength(1);
  });
});

describe('consumers that fall behind', () => {
  test('are told of once, until they have caught up', async () => {
    await sql`insert into checkpoint (processor, version, lane, "offset") select 'streak', '1.0.0', lane, 0 from lane`;
    const later = () => Date.now() + 11_000;
    await Promise.all([watchOnce(watcher(sql, later), 1), watchOnce(watcher(other, later), 1)]);
    await watchOnce(
      watcher(sql, () => Date.now() + 5_000),
      1,
    );
    expect(await eventsOf('activity.ingestion.lag')).toMatchObject([{ payload: { processor: 'streak' } }]);
    expect(await eventsOf('activity.ingestion.lag_ended')).toHaveLength(0);
    await sql`update checkpoint set "offset" = lane.head from lane where lane.lane = checkpoint.lane`;
    await watchOnce(
      watcher(sql, () => Date.now()),
      1,
    );
    expect(await eventsOf('activity.ingestion.lag_ended')).toMatchObject([{ payload: { processor: 'streak' } }]);
  });
});

describe('a plugin that is built from history', () => {
  test('alarms nobody while it goes on, and everybody once it stands still, also when nobody runs it', async () => {
    await sql`
      insert into checkpoint (processor, version, lane, "offset", derives_after)
      select 'novelty', '1.0.0', lane, 0, head from lane where head > 0`;
    const later = watcher(sql, () => Date.now() + 3_600_000);
    const said = async (type: string) =>
      (await eventsOf(type)).filter(({ payload }) => payload['processor'] === 'novelty').length;
    await watchOnce(later, 1);
    expect(await said('activity.ingestion.lag')).toBe(0);
    await sql`update checkpoint set made_at = now() - interval '6 minutes' where processor = 'novelty'`;
    await watchOnce(later, 1);
    await watchOnce(later, 1);
    expect(await said('activity.ingestion.lag')).toBe(1);
    await writeProcessorStatus(sql, [statusRow({ processor: 'novelty', version: '1.0.0', moved: true })]);
    await watchOnce(later, 1);
    expect(await said('activity.ingestion.lag_ended')).toBe(1);
    await sql`delete from checkpoint where processor = 'novelty'`;
  });
});

describe('the events of an episode', () => {
  test('are appended after a crash between the row and the log, once, whoever does it', async () => {
    await beginEpisode(sql, 'ingestion_lag', 'crashed', { lag_seconds: 12.5 });
    await endEpisode(sql, 'ingestion_lag', 'crashed', {});
    const [one, two] = [watcher(sql), watcher(other)];
    await Promise.all([recordEpisodes(one), recordEpisodes(two), recordEpisodes(one)]);
    // Killed after the append and before the mark.
    await sql`update episode set begin_recorded = false, end_recorded = false where key = 'crashed'`;
    await recordEpisodes(two);
    const all = await sql`select 1 from event where payload->>'processor' = 'crashed'`;
    expect(all).toHaveLength(2);
  });
});

describe('a store that fills up', () => {
  test('is told of at 80 and at 90 %, once each, and when it has room again', async () => {
    const full = (usedBytes: number) => {
      storage = [{ store: 'disk', usedBytes, limitBytes: 100 }];
      return Promise.all([watchOnce(watcher(sql), 60), watchOnce(watcher(other), 60)]);
    };
    for (const used of [50, 81, 79, 95, 96]) await full(used);
    expect((await eventsOf('activity.storage.threshold')).map(({ payload }) => payload)).toEqual([
      { store: 'disk', threshold_ratio: 0.8, used_ratio: 0.81 },
      { store: 'disk', threshold_ratio: 0.9, used_ratio: 0.95 },
    ]);
    await full(50);
    expect((await eventsOf('activity.storage.threshold_ended')).map(({ payload }) => payload)).toMatchObject([
      { store: 'disk', threshold_ratio: 0.8 },
      { store: 'disk', threshold_ratio: 0.9 },
    ]);
  });

  test('is the disk of the data folder, and the database if it has a limit', async () => {
    const both = await readStorage({ sql, dataDir: '.', limitBytes: 1e12 });
    expect(both.map(({ store }) => store)).toEqual(['disk', 'postgresql']);
    for (const { usedBytes, limitBytes } of both) {
      expect(usedBytes).toBeGreaterThan(1e6);
      expect(usedBytes).toBeLessThan(limitBytes);
    }
    expect(await readStorage({ sql, dataDir: '/no/such/folder', limitBytes: undefined })).toEqual([]);
  });
});
