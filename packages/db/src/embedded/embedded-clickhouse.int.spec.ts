import { fork } from 'node:child_process';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { type ClickHouseClient, createClient } from '@clickhouse/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type EmbeddedClickhouse, startEmbeddedClickhouse } from './embedded-clickhouse.ts';
import { isAlive } from './postmaster-pid.ts';

const OFF = 127;
const NASTY = [
  '',
  "it's",
  'back\\slash',
  "\\'; DROP TABLE hub.notes; --",
  'line\nfeed\ttab\rreturn',
  '`ticks` "quotes" $$dollars$$',
  'эмодзи 🦊 \u2028',
  '{x:String} ? %s',
  '\\N',
  'a;b',
  'x'.repeat(20_000),
];

let dataDir: string;
let server: EmbeddedClickhouse;
let client: ClickHouseClient;

beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'embedded-clickhouse-'));
  server = await startEmbeddedClickhouse({ dataDir });
  client = createClient({ url: server.url, log: { level: OFF }, compression: { request: true, response: true } });
  await client.command({ query: 'CREATE TABLE notes (id UInt64, text String) ENGINE = MergeTree ORDER BY id' });
});

afterAll(async () => {
  await client.close();
  await server.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

async function rowsOf(query: string, query_params: Record<string, unknown> = {}): Promise<unknown[]> {
  const result = await client.query({ query, query_params, format: 'JSONEachRow' });
  return await result.json();
}

function post(
  path: string,
  init: { body?: string | Buffer<ArrayBuffer>; headers?: Record<string, string> } = {},
): Promise<Response> {
  const { origin, username, password } = new URL(server.url);
  const authorization = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
  return fetch(`${origin}${path}`, { method: 'POST', ...init, headers: { authorization, ...init.headers } });
}

describe('embedded ClickHouse', () => {
  it('inserts gzip and gives back nasty strings unchanged, as values and as parameters', async () => {
    await client.insert({ table: 'notes', format: 'JSONEachRow', values: NASTY.map((text, id) => ({ id, text })) });
    expect(await rowsOf('SELECT text FROM notes ORDER BY id')).toEqual(NASTY.map((text) => ({ text })));
    for (const text of NASTY.filter((value) => value !== '\\N')) {
      expect(await rowsOf('SELECT {text:String} AS text', { text })).toEqual([{ text }]);
    }
    expect(await rowsOf('SELECT {all:Array(String)} AS all', { all: NASTY })).toEqual([{ all: NASTY }]);
    expect(await rowsOf('SELECT toInt32(count()) AS n FROM {t:Identifier}', { t: 'notes' })).toEqual([
      { n: NASTY.length },
    ]);
  });

  it('reports what an insert wrote, also for bytes that are NDJSON already', async () => {
    await client.command({ query: 'CREATE TABLE counted (id UInt64) ENGINE = MergeTree ORDER BY id' });
    const result = await client.insert({ table: 'counted', format: 'JSONEachRow', values: [{ id: 1 }, { id: 2 }] });
    expect(result.summary?.written_rows).toBe('2');
    const answer = await post(`/?database=hub&query=${encodeURIComponent('INSERT INTO counted FORMAT JSONEachRow')}`, {
      body: gzipSync('{"id":3}\n{"id":4}\n'),
      headers: { 'content-encoding': 'gzip' },
    });
    expect(answer.status).toBe(200);
    expect(await rowsOf('SELECT toInt32(sum(id)) AS sum FROM counted')).toEqual([{ sum: 10 }]);
  });

  it('answers errors with the code and type that a real server gives', async () => {
    await expect(rowsOf('SELECT * FROM nowhere')).rejects.toMatchObject({ code: '60', type: 'UNKNOWN_TABLE' });
    await expect(rowsOf('SELECT nothing FROM notes')).rejects.toMatchObject({ code: '47' });
    await expect(rowsOf('SELEC 1')).rejects.toMatchObject({ code: '62', type: 'SYNTAX_ERROR' });
    await expect(rowsOf('SELECT 1; DROP TABLE notes')).rejects.toMatchObject({ code: '62' });
    const empty = await post('/');
    expect([empty.status, empty.headers.get('x-clickhouse-exception-code')]).toEqual([400, '62']);
    const broken = await post('/', { body: 'not gzip', headers: { 'content-encoding': 'gzip' } });
    expect(broken.status).toBe(400);
  });

  it('refuses names that would leave their statement', async () => {
    for (const query of ['max_threads%3D1%2Creadonly=0', 'a%20b=1', 'param_a%3D1%2Cb=2', 'database=a%60b']) {
      const answer = await post(`/?${query}`, { body: 'SELECT 1' });
      expect(answer.status, query).toBeGreaterThanOrEqual(400);
      expect(answer.status, query).toBeLessThan(500);
    }
  });

  it('keeps settings and parameters inside their request', async () => {
    const [inside] = await (
      await client.query({
        query: "SELECT getSetting('max_threads') AS threads",
        clickhouse_settings: { max_threads: 3 },
        format: 'JSONEachRow',
      })
    ).json<{ threads: unknown }>();
    expect(String(inside?.threads)).toBe('3');
    const [outside] = (await rowsOf("SELECT getSetting('max_threads') AS threads")) as [{ threads: unknown }];
    expect(String(outside.threads)).not.toBe('3');
    await rowsOf('SELECT {left:String}', { left: 'behind' });
    await expect(rowsOf('SELECT {left:String}')).rejects.toMatchObject({ code: '456' });
  });

  it('lets nothing through a read-only query', async () => {
    for (const query of ['DROP TABLE notes', "INSERT INTO notes VALUES (1, 'x')", 'SET readonly = 0']) {
      const attempt = client.command({ query, clickhouse_settings: { readonly: '1' } });
      await expect(attempt, query).rejects.toMatchObject({ code: '164' });
    }
  });

  it('demands the token', async () => {
    const { origin, username, password } = new URL(server.url);
    const asked = (headers: Record<string, string>) => fetch(`${origin}/?query=SELECT%201`, { headers });
    expect((await asked({})).status).toBe(403);
    expect((await asked({ 'x-clickhouse-key': `${password}x` })).status).toBe(403);
    expect((await asked({ 'x-clickhouse-user': username, 'x-clickhouse-key': password })).status).toBe(200);
    const stranger = createClient({ url: server.url.replace(password, 'guessed'), log: { level: OFF } });
    await expect(stranger.query({ query: 'SELECT 1' })).rejects.toMatchObject({ code: '516' });
    await stranger.close();
    expect(statSync(join(dataDir, 'clickhouse-token')).mode & 0o777).toBe(0o600);
  });

  it('answers inserts while long queries fill the readers', async () => {
    const long = Array.from({ length: 12 }, () =>
      rowsOf('SELECT count() FROM numbers(12000000) WHERE sipHash64(number) % 7 = 0 SETTINGS max_threads = 1'),
    );
    let longDone = false;
    const all = Promise.all(long).then(() => {
      longDone = true;
    });
    await client.insert({ table: 'notes', format: 'JSONEachRow', values: [{ id: 1_000, text: 'meanwhile' }] });
    expect(longDone).toBe(false);
    await all;
  });

  it('opens its tables again after kill -9 and refuses a second process on them', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'embedded-clickhouse-'));
    try {
      const killed = await startEmbeddedClickhouse({ dataDir: folder });
      const before = createClient({ url: killed.url, log: { level: OFF } });
      await before.command({ query: 'CREATE TABLE kept (n UInt64) ENGINE = MergeTree ORDER BY n' });
      await before.insert({ table: 'kept', format: 'JSONEachRow', values: [{ n: 1 }, { n: 2 }] });
      await before.close();
      process.kill(killed.pid, 'SIGKILL');
      const again = await startEmbeddedClickhouse({ dataDir: folder });
      const after = createClient({ url: again.url, log: { level: OFF } });
      expect(await (await after.query({ query: 'SELECT n FROM kept', format: 'JSONEachRow' })).json()).toHaveLength(2);
      await after.close();
      expect(again.url).toBe(killed.url);
      await expect(startEmbeddedClickhouse({ dataDir: folder })).rejects.toThrow(/another hub has .* open/);
      await again.stop();
      expect(isAlive(again.pid)).toBe(false);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it('leaves when its parent is killed', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'embedded-clickhouse-'));
    const script = join(folder, 'parent.ts');
    const front = join(import.meta.dirname, 'embedded-clickhouse.ts');
    writeFileSync(
      script,
      `import { startEmbeddedClickhouse } from ${JSON.stringify(front)};
       const started = await startEmbeddedClickhouse({ dataDir: ${JSON.stringify(folder)} });
       process.send?.(started.pid);
       setInterval(() => {}, 1000);`,
    );
    const parent = fork(script, { execArgv: [] });
    const pid = await new Promise<number>((resolve) => parent.once('message', (message) => resolve(Number(message))));
    expect(isAlive(pid)).toBe(true);
    parent.kill('SIGKILL');
    await expect.poll(() => isAlive(pid), { timeout: 5_000 }).toBe(false);
    rmSync(folder, { recursive: true, force: true });
  });
});
