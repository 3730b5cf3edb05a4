import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import type { UserScore, UserStreaks } from '@activity-hub/contracts/activity/user-activity';
import { connectClickhouse } from '@activity-hub/db/clickhouse/client';
import { migrateClickhouse } from '@activity-hub/db/clickhouse/migrate';
import { connectPostgres, type Sql } from '@activity-hub/db/postgres/client';
import {
  createTestClickhouse,
  createTestDatabase,
  type TestClickhouse,
  type TestDatabase,
} from '@activity-hub/db/testing/test-servers';
import { consumersCaughtUp } from '@activity-hub/hub/bench/consumer-lag';
import { type HubProcess, startHubProcess } from '@activity-hub/hub/testing/hub-process';
import { nodeEnvironment } from '@activity-hub/hub/testing/node-environment';
import { asOperator, operatorKey } from '@activity-hub/hub/testing/operator-key';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readSourceEvents, recomputeUser, type SourceEvent } from './support/recompute.ts';

const sample = path.join(import.meta.dirname, '../../shared/data/events/sample.ndjson.gz');
const commandLine = path.join(import.meta.dirname, '../apps/hub/src/cli/main.ts');
const sampleEvents = 52_049;
const here = existsSync(sample);
if (!here) console.warn('skipped: sample.int.spec.ts, because ../shared/data/events/sample.ndjson.gz is not here');

/** The real sample, in at the command line and out at the API. */
describe.skipIf(!here)('the sample of real events (needs ../shared/data)', () => {
  let folder: string;
  let database: TestDatabase;
  let analytics: TestClickhouse;
  let sql: Sql;
  let hub: HubProcess;
  let processing: HubProcess;
  let events: readonly SourceEvent[];
  let env: Record<string, string>;

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'sample-'));
    [database, analytics] = await Promise.all([createTestDatabase(), createTestClickhouse()]);
    await migrateClickhouse(analytics.url);
    env = { DATABASE_URL: database.url, CLICKHOUSE_URL: analytics.url, HUB_DATA_DIR: folder, HUB_KEY: operatorKey };
    [hub, processing] = await Promise.all([
      startHubProcess({ roles: 'ingest,query', env }),
      startHubProcess({ roles: 'process', env }),
    ]);
    sql = connectPostgres(database.url, { max: 1, name: 'sample' });
    events = await readSourceEvents(sample);
  }, 60_000);

  afterAll(async () => {
    await Promise.all([hub?.stop(), processing?.stop()]);
    await sql?.end();
    await Promise.all([database?.drop(), analytics?.drop()]);
    await rm(folder, { recursive: true, force: true });
  });

  async function ingestSample(): Promise<{ accepted: number; duplicates: number }> {
    const child = spawn(process.execPath, [commandLine, 'ingest', sample, '--url', hub.url, '--json'], {
      env: { ...env, ...nodeEnvironment, NODE_ENV: 'test' },
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const printed = await text(child.stdout);
    return JSON.parse(printed.trim().split('\n').at(-1) ?? '{}') as { accepted: number; duplicates: number };
  }

  async function ask<Answer>(question: string): Promise<Answer> {
    const answer = await fetch(`${hub.url}${question}`, { headers: asOperator });
    expect(answer.status).toBe(200);
    return (await answer.json()) as Answer;
  }

  test('is stored once and projected once, however often it comes', { timeout: 120_000 }, async () => {
    expect(await ingestSample()).toMatchObject({ accepted: sampleEvents, duplicates: 0 });
    expect(await ingestSample()).toMatchObject({ accepted: 0, duplicates: sampleEvents });
    await consumersCaughtUp(sql, 60_000);
    const [stored] = await sql<
      { events: number }[]
    >`select count(*)::int as events from event where origin = 'producer'`;
    expect(stored?.events).toBe(sampleEvents);
    const clickhouse = connectClickhouse(analytics.url);
    const answer = await clickhouse.query({
      query: `select toUInt32(count()) as events from event final where origin = 'producer'`,
      format: 'JSONEachRow',
    });
    expect(await answer.json()).toEqual([{ events: sampleEvents }]);
    await clickhouse.close();
  });

  test('gives ten users the scores and streaks of an independent recomputation', { timeout: 120_000 }, async () => {
    const busiest = await sql<{ user_id: string }[]>`
      select user_id from event where origin = 'producer' and user_id is not null
      group by user_id order by count(*) desc, user_id limit 10`;
    expect(busiest).toHaveLength(10);
    for (const { user_id } of busiest) {
      const expected = recomputeUser(events, user_id);
      for (const period of ['daily', 'weekly', 'monthly'] as const) {
        const score = await ask<UserScore>(`/activity/users/${user_id}/score?period=${period}`);
        expect(score.points).toEqual(expected.scores[period]);
      }
      const { streaks } = await ask<UserStreaks>(`/activity/users/${user_id}/streaks`);
      for (const kind of ['daily', 'weekly'] as const) {
        const shown = streaks.find((streak) => streak.streak_type === kind);
        expect(shown?.best).toBe(expected.streaks[kind]?.best);
        expect(shown?.last).toBe(expected.streaks[kind]?.last);
        expect(shown?.spans[0]).toEqual(expected.streaks[kind]?.spans[0]);
      }
    }
  });
});
