import { appendFile, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createActivityClient } from '@activity-hub/client/activity-client';
import type { PublishOutcome, Verdict } from '@activity-hub/client/verdict';
import type { Verdict as HubVerdict } from '@activity-hub/contracts/receipt';
import { freePort } from '@activity-hub/db/embedded/chosen-port';
import { connectPostgres, type Sql } from '@activity-hub/db/postgres/client';
import { createTestDatabase, type TestDatabase } from '@activity-hub/db/testing/test-servers';
import { benchEvent } from '@activity-hub/hub/bench/bench-events';
import { type HubProcess, startHubProcess } from '@activity-hub/hub/testing/hub-process';
import { operatorKey } from '@activity-hub/hub/testing/operator-key';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, expectTypeOf, test } from 'vitest';
import { type ClientLanguage, type ClientRun, producerClients, runClient } from './support/producer-clients.ts';

/*
 * Both clients against the running hub, with the hub and the producers killed at bad moments. What
 * counts is the log: each event exactly once.
 */
let database: TestDatabase;
let sql: Sql;
let folder = '';
let runs = 0;
const hubs = new Set<HubProcess>();
const clients = new Set<ClientRun>();

beforeAll(async () => {
  database = await createTestDatabase();
  sql = connectPostgres(database.url, { max: 1, name: 'clients spec' });
});

afterAll(async () => {
  await sql.end();
  await database.drop();
});

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'clients-'));
});

afterEach(async () => {
  for (const { process, ended } of clients) {
    process.kill('SIGKILL');
    await ended;
  }
  for (const hub of hubs) await hub.kill();
  clients.clear();
  hubs.clear();
  await rm(folder, { recursive: true, force: true });
});

async function startHub(port?: number): Promise<HubProcess> {
  const env = { DATABASE_URL: database.url };
  const hub = await startHubProcess({ roles: 'ingest', env, ...(port === undefined ? {} : { port }) });
  hubs.add(hub);
  return hub;
}

async function killHub(hub: HubProcess): Promise<void> {
  await hub.kill();
  hubs.delete(hub);
}

function start(language: ClientLanguage, url: string, ...args: string[]): ClientRun {
  const run = runClient(language, { key: operatorKey, args: ['--url', url, ...args] });
  clients.add(run);
  return run;
}

/** Events of a run of their own, so that the tests share a database without meeting. */
function story(count: number): { readonly ids: string[]; readonly lines: string } {
  runs += 1;
  const events = Array.from({ length: count }, (_, n) => benchEvent(`clients ${runs}`, n, Date.now()));
  const lines = events.map((event) => `${JSON.stringify(event)}\n`).join('');
  return { ids: events.map(({ event_id }) => event_id), lines };
}

async function inLog(ids: readonly string[]): Promise<{ rows: number; ids: number }> {
  const [found] = await sql<{ rows: number; ids: number }[]>`
    select count(*)::int as rows, count(distinct event_id)::int as ids from event where event_id = any(${[...ids]}::uuid[])`;
  return found ?? { rows: -1, ids: -1 };
}

/** Asking for thousands of ids again and again would be most of the work, so the last of them is asked for first. */
async function untilInLog(ids: readonly string[]): Promise<void> {
  const last = ids.slice(-1);
  await until(async () => (await inLog(last)).rows === 1);
  await until(async () => (await inLog(ids)).rows === ids.length);
}

async function until(what: () => Promise<boolean>): Promise<void> {
  while (!(await what())) await new Promise((resolve) => setTimeout(resolve, 10));
}

const segments = async (dir: string): Promise<string[]> =>
  (await readdir(dir).catch(() => [])).filter((name) => name.endsWith('.ndjson')).sort();

async function spooledLines(dir: string): Promise<number> {
  const texts = await Promise.all(
    (await segments(dir)).map((name) => readFile(path.join(dir, name), 'utf8').catch(() => '')),
  );
  return texts.reduce((sum, text) => sum + text.split('\n').length - 1, 0);
}

for (const { language, title, isMissing } of producerClients) {
  describe.skipIf(isMissing)(title, () => {
    test('delivers a file, says which events the hub refused, and a second run repeats nothing', async () => {
      const hub = await startHub();
      const { ids, lines } = story(1_200);
      const [first = '', ...rest] = lines.trimEnd().split('\n');
      const spoiled = JSON.stringify({ ...JSON.parse(first), payload: 'none' });
      const file = path.join(folder, 'events.ndjson');
      await writeFile(file, `${[...rest, spoiled].join('\n')}\n`);
      const { code, stats, told } = await start(language, hub.url, file).ended;
      expect({ code, stats }).toMatchObject({ code: 1, stats: { accepted: 1_199, refused: 1, given_up: 0 } });
      expect(told).toEqual([
        expect.objectContaining({
          event_id: ids[0],
          event: expect.objectContaining({ event_id: ids[0] }),
          verdict: expect.objectContaining({ status: 'refused', pointer: '/payload', refused_id: expect.any(String) }),
        }),
      ]);
      const again = await start(language, hub.url, '--gzip', file).ended;
      expect(again.stats).toMatchObject({ accepted: 0, duplicates: 1_199, refused: 1 });
      expect(await inLog(ids)).toEqual({ rows: 1_199, ids: 1_199 });
      const key = operatorKey.replaceAll('-', '_');
      const stranger = await runClient(language, { key, args: ['--url', hub.url, file] }).ended;
      expect(stranger).toMatchObject({ code: 2, stats: { accepted: 0, duplicates: 0, given_up: 1_200 } });
      expect(stranger.told).toContainEqual(expect.objectContaining({ error: 'request_refused' }));
      expect(stranger.errorText).not.toContain(key);
    });

    test.for(['in memory', 'on disk'])(
      'a hub that is killed twice in the middle of batches: each event counts once (%s)',
      {
        timeout: 120_000,
      },
      async (place, { expect }) => {
        const port = await freePort();
        const { ids, lines } = story(8_000);
        let hub = await startHub(port);
        const spool = place === 'on disk' ? ['--spool-dir', path.join(folder, 'spool')] : [];
        const run = start(language, hub.url, '--batch-events', '100', ...spool, '-');
        const writing = run.write(lines);
        for (const share of [0.1, 0.4]) {
          await untilInLog(ids.slice(0, share * ids.length));
          await killHub(hub);
          hub = await startHub(port);
        }
        await writing;
        // Only then: a producer that is closed while the hub is away leaves the rest to the next one.
        await untilInLog(ids);
        run.process.stdin?.end();
        const { code, stats } = await run.ended;
        expect({ code, malformed: stats['malformed'], given_up: stats['given_up'] }).toEqual({
          code: 0,
          malformed: 0,
          given_up: 0,
        });
        expect((stats['accepted'] ?? 0) + (stats['duplicates'] ?? 0)).toBe(ids.length);
        expect(await inLog(ids)).toEqual({ rows: ids.length, ids: ids.length });
      },
    );

    test('a hub that is away at the start: the spool keeps the events and delivers them in order when it is there', async () => {
      const port = await freePort();
      const { ids, lines } = story(3_000);
      const spool = path.join(folder, 'spool');
      const run = start(language, `http://127.0.0.1:${port}`, '--spool-dir', spool, '-');
      await run.write(lines);
      await until(async () => (await spooledLines(spool)) === ids.length);
      const hub = await startHub(port);
      await untilInLog(ids);
      // The producer still runs: with the spool empty it sends directly again.
      const later = story(10);
      await run.write(later.lines);
      run.process.stdin?.end();
      const { code, stats } = await run.ended;
      expect({ code, spooled: stats['spooled'], accepted: stats['accepted'] }).toEqual({
        code: 0,
        spooled: 3_000,
        accepted: 3_010,
      });
      expect(await segments(spool)).toEqual([]);
      const user = (JSON.parse(lines.slice(0, lines.indexOf('\n'))) as { user_id: string }).user_id;
      const sent = lines
        .split('\n')
        .filter((line) => line.includes(user))
        .map((line) => JSON.parse(line).event_id);
      const kept = await sql<{ event_id: string }[]>`
        select event_id from event where user_id = ${user} and event_id = any(${ids}::uuid[]) order by "offset"`;
      expect(kept.map(({ event_id }) => event_id)).toEqual(sent);
      await killHub(hub);
    });

    test('closed while the hub is away, everything is on disk, and the next run delivers it', async () => {
      const port = await freePort();
      const { ids, lines } = story(2_000);
      const spool = path.join(folder, 'spool');
      const url = `http://127.0.0.1:${port}`;
      const away = start(language, url, '--spool-dir', spool, '-');
      away.process.stdin?.end(lines);
      expect(await away.ended).toMatchObject({ code: 2, stats: { spooled: 2_000, given_up: 0, accepted: 0 } });
      await startHub(port);
      const next = start(language, url, '--spool-dir', spool, '-');
      next.process.stdin?.end();
      expect(await next.ended).toMatchObject({ code: 0, stats: { accepted: 2_000 } });
      expect(await inLog(ids)).toEqual({ rows: 2_000, ids: 2_000 });
      expect(await readdir(spool)).toEqual([]);
    });

    test('a killed producer leaves its spool to the next, also to one in the other language', async () => {
      const port = await freePort();
      const { ids, lines } = story(2_000);
      const spool = path.join(folder, 'spool');
      const url = `http://127.0.0.1:${port}`;
      const killed = start(language, url, '--spool-dir', spool, '-');
      await killed.write(lines);
      await until(async () => (await spooledLines(spool)) === ids.length);
      killed.process.kill('SIGKILL');
      expect((await killed.ended).code).toBeNull();
      const last = (await segments(spool)).at(-1) ?? '';
      await appendFile(path.join(spool, last), '{"event_id":"torn in the mid');
      await startHub(port);
      const other = producerClients.find((client) => client.language !== language && !client.isMissing);
      const next = start(other?.language ?? language, url, '--spool-dir', spool, '-');
      next.process.stdin?.end();
      const { code, stats, told } = await next.ended;
      expect({ code, accepted: stats['accepted'] }).toEqual({ code: 0, accepted: 2_000 });
      expect(told).toContainEqual(expect.objectContaining({ error: 'spool_failed', events: 0 }));
      expect(await inLog(ids)).toEqual({ rows: 2_000, ids: 2_000 });
      expect(await readdir(spool)).toEqual([]);
    });

    test('two producers on one spool: the second is refused at once', async () => {
      const spool = path.join(folder, 'spool');
      const url = `http://127.0.0.1:${await freePort()}`;
      const first = start(language, url, '--spool-dir', spool, '-');
      await until(async () => (await stat(path.join(spool, 'lock')).catch(() => undefined)) !== undefined);
      const second = await start(language, url, '--spool-dir', spool, '-').ended;
      expect(second.code).not.toBe(0);
      expect(second.errorText).toContain(`process ${first.process.pid}`);
    });
  });
}

test('publish answers with the verdict of the hub, and with `spooled` while it is away', async () => {
  const port = await freePort();
  const hub = await startHub(port);
  const lesson = { event_type: 'activity.learning.lesson_completed', payload: { lesson_id: 'functions' } };
  const client = createActivityClient({
    url: hub.url,
    key: operatorKey,
    source: 'lms',
    spoolDir: path.join(folder, 'spool'),
  });
  const [one, wrong, two] = await Promise.all([
    client.publish(lesson),
    client.publish({ ...lesson, payload: { lesson_id: 7n.toString(), score: 'high' } }),
    client.publish(lesson),
  ]);
  expect([one, wrong, two]).toMatchObject([
    { status: 'accepted', duplicate: false },
    { status: 'refused', pointer: '/payload/score' },
    { status: 'accepted', duplicate: false },
  ]);
  await killHub(hub);
  const outcome = await client.publish(lesson);
  expect(outcome).toMatchObject({ status: 'spooled' });
  await startHub(port);
  await client.flush();
  const id = outcome.status === 'spooled' ? outcome.event_id : '';
  await untilInLog([id]);
  await client.close();
  await expect(client.publish(lesson)).rejects.toMatchObject({ code: 'closed' });
  expect(client.stats()).toMatchObject({ accepted: 3, refused: 1, spooled: 1, spooled_bytes: 0 });
});

test('the verdicts of the client are those of the contracts', () => {
  expectTypeOf<HubVerdict>().toExtend<Verdict>();
  expectTypeOf<Verdict['status']>().toEqualTypeOf<HubVerdict['status']>();
  expectTypeOf<Exclude<PublishOutcome, { status: 'spooled' }>>().toEqualTypeOf<Verdict>();
});
