import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import type { PluginList, PluginView } from '@activity-hub/contracts/activity/plugin';
import type { SinkList } from '@activity-hub/contracts/dispatch/subscription';
import { migrateClickhouse } from '@activity-hub/db/clickhouse/migrate';
import { registerPlugin } from '@activity-hub/db/plugins/register-plugin';
import { writeProcessRole } from '@activity-hub/db/plugins/write-process-role';
import { connectPostgres } from '@activity-hub/db/postgres/client';
import { registerSinks } from '@activity-hub/db/subscriptions/register-sinks';
import {
  createTestClickhouse,
  createTestDatabase,
  type TestClickhouse,
  type TestDatabase,
} from '@activity-hub/db/testing/test-servers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type HubProcess, startHubProcess } from '../../testing/hub-process.ts';
import { nodeEnvironment } from '../../testing/node-environment.ts';
import { operatorKey } from '../../testing/operator-key.ts';

const program = path.join(import.meta.dirname, '../main.ts');
let folder: string;
let database: TestDatabase;
let analytics: TestClickhouse;
let hub: HubProcess;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'plugin-command-'));
  [database, analytics] = await Promise.all([createTestDatabase(), createTestClickhouse()]);
  await migrateClickhouse(analytics.url);
  const sql = connectPostgres(database.url, { max: 1 });
  await registerPlugin(sql, {
    plugin_id: 'counter',
    kind: 'aggregator',
    version: '1.0.0',
    manifest: {
      id: 'counter',
      version: '1.0.0',
      kind: 'aggregator',
      hub: '^0.1.0',
      title: { en: 'Counter', ru: 'Счётчик' },
      description: { en: 'Counts.', ru: 'Считает.' },
      topics: ['activity.**'],
      scope: 'stream',
      windows: ['all'],
      emits: [],
      config_schema: {
        type: 'object',
        properties: { step: { type: 'integer' }, name: { type: 'string' } },
        additionalProperties: false,
      },
    },
    provenance: 'shipped',
    refusal: null,
    defaults: { step: 1 },
  });
  const sink = {
    title: { en: 'Chat', ru: 'Чат' },
    description: { en: 'Posts.', ru: 'Отправляет.' },
    topics: ['activity.**'],
    config_schema: {},
    network: [],
  };
  await registerSinks(sql, [
    { ...sink, sink_id: 'kafka', version: '1.0.0', provenance: 'shipped', refusal: undefined },
    {
      ...sink,
      sink_id: 'chat',
      version: '0.2.0',
      provenance: 'installed',
      refusal: { code: 'no_main', values: { main: 'chat.py' } },
    },
  ]);
  await sql.end();
  const env = { DATABASE_URL: database.url, CLICKHOUSE_URL: analytics.url, HUB_DATA_DIR: folder };
  hub = await startHubProcess({ roles: 'ingest,query', env });
  await writeFile(path.join(folder, 'operator-key'), `${operatorKey}\n`);
});

afterAll(async () => {
  await hub?.stop();
  await Promise.all([database?.drop(), analytics?.drop()]);
  await rm(folder, { recursive: true, force: true });
});

async function run(...args: readonly string[]) {
  const env = { ...nodeEnvironment, HUB_URL: hub.url, HUB_DATA_DIR: folder };
  const child = spawn(process.execPath, [program, 'plugin', ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const exited = new Promise<number | null>((resolve) => child.once('close', resolve));
  const [out, err, code] = await Promise.all([text(child.stdout), text(child.stderr), exited]);
  return { code, out, err };
}

test('a plugin is listed, shown and switched, and says where nothing runs it', async () => {
  expect((await run('list')).out).toMatch(/counter +aggregator +1\.0\.0 +unseen/);
  expect((await run('pause', 'counter')).out).toBe('counter is paused, live revision 1.0.0.\n');
  const shown = JSON.parse((await run('show', 'counter', '--json')).out) as PluginView;
  expect(shown).toMatchObject({ desired: 'paused', config: { step: 1 } });
  expect((await run('resume', 'counter')).code).toBe(0);
  const unknown = await run('show', 'nobody');
  expect([unknown.code, unknown.err]).toEqual([1, expect.stringContaining('There is no plugin nobody')]);
  expect((await run('logs', 'counter')).out).toBe('The log holds nothing of it.\n');
  expect((await run('errors', 'counter')).out).toBe('It failed at no event.\n');
});

test('a folder that the hub passes over is named below the list, with what to do', async () => {
  expect((await run('list')).out).not.toContain('Passed over');
  const role_id = randomUUID();
  const fault = { code: 'shipped_id', values: { plugin: 'streak' } } as const;
  const sql = connectPostgres(database.url, { max: 1 });
  await writeProcessRole(sql, {
    role_id,
    versions: {},
    starting: [],
    passed_over: [{ folder: 'streak@1.0.0', fault }],
  });
  const told = await run('list');
  const asJson = JSON.parse((await run('list', '--json')).out) as PluginList;
  await sql`delete from process_role where role_id = ${role_id}`;
  await sql.end();
  expect(told.out).toMatch(
    /^counter .*\nPassed over\. Give .* or remove it:\n {2}streak@1\.0\.0 {2}The installed plugin/,
  );
  expect(asJson.passed_over).toEqual([
    {
      folder: 'streak@1.0.0',
      reason: 'The installed plugin streak does not run: a shipped plugin has that id.',
      reason_code: 'shipped_id',
      reason_values: { plugin: 'streak' },
    },
  ]);
});

test('sinks are listed beside the plugins, with what keeps them from running', async () => {
  const { out } = await run('list');
  expect(out).toMatch(
    /\n\nSinks\n {2}chat +0\.2\.0 +installed +cannot run: Its "main" names chat\.py, which is not there\.\n {2}kafka +1\.0\.0 +shipped\n$/,
  );
  const { items, sinks } = JSON.parse((await run('list', '--json')).out) as PluginList & { sinks: SinkList['items'] };
  expect(items.map(({ plugin_id }) => plugin_id)).toEqual(['counter']);
  expect(sinks.map(({ sink_id, provenance }) => [sink_id, provenance])).toEqual([
    ['chat', 'installed'],
    ['kafka', 'shipped'],
  ]);
});

/** As a process role does, which outlives the spec. */
async function sayThatCodeIsThere(): Promise<void> {
  const sql = connectPostgres(database.url, { max: 1 });
  await sql`
    insert into process_role (role_id, versions, starting, seen_at)
    values (gen_random_uuid(), '{"counter": ["1.0.0"]}', '[]', now() + interval '1 hour')`;
  await sql.end();
}

test('a revision is made from the live configuration, compared, promoted when confirmed, and taken back', async () => {
  const refused = await run('configure', 'counter', '--set', 'step=much');
  expect([refused.code, refused.err]).toEqual([1, expect.stringContaining('config.step must be a whole number')]);
  expect((await run('configure', 'counter', '--set', 'name=two words', '--note', 'A name.')).out).toContain('1.0.0+2');
  expect((await run('show', 'counter')).out).toMatch(/1\.0\.0\+2 +shadow +made .* A name\./);
  expect((await run('difference', 'counter', '1.0.0+2')).out).toContain('Both have looked at the same events.');
  const unconfirmed = await run('promote', 'counter', '1.0.0+2');
  expect([unconfirmed.code, unconfirmed.err]).toEqual([1, expect.stringContaining('--confirm counter')]);
  const promote = () => run('promote', 'counter', '1.0.0+2', '--confirm', 'counter');
  expect((await promote()).err).toContain('Start the process role first.');
  await sayThatCodeIsThere();
  expect((await promote()).out).toContain('live revision 1.0.0+2');
  expect((await run('rollback', 'counter', '--confirm', 'counter')).out).toContain('live revision 1.0.0.');
  expect((await run('discard', 'counter', '1.0.0+2')).code).toBe(0);
});

test('the live revision is folded again from history, once at a time', async () => {
  await sayThatCodeIsThere();
  const again = () => run('fold-again', 'counter', '--note', 'The disk failed.');
  expect((await again()).out).toContain('The hub builds 1.0.0+3 beside 1.0.0.');
  expect((await run('show', 'counter')).out).toMatch(/1\.0\.0\+3 +shadow +made .* The disk failed\./);
  expect(await again()).toMatchObject({ code: 1, err: expect.stringContaining('Shadow 1.0.0+3 is the same code') });
});
