import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { decodePosition } from '@activity-hub/contracts/position';
import { migrateClickhouse } from '@activity-hub/db/clickhouse/migrate';
import {
  createTestClickhouse,
  createTestDatabase,
  type TestClickhouse,
  type TestDatabase,
} from '@activity-hub/db/testing/test-servers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { robot, workers } from '../demo/demo-person.ts';
import { type HubProcess, startHubProcess } from '../testing/hub-process.ts';
import { nodeEnvironment } from '../testing/node-environment.ts';
import { asOperator, operatorKey } from '../testing/operator-key.ts';
import type { IngestReport } from './ingest/ingest-report.ts';

const program = path.join(import.meta.dirname, 'main.ts');
let folder: string;
let database: TestDatabase;
let analytics: TestClickhouse;
let hub: HubProcess;
let processing: HubProcess;
let env: NodeJS.ProcessEnv;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'command-line-'));
  [database, analytics] = await Promise.all([createTestDatabase(), createTestClickhouse()]);
  await migrateClickhouse(analytics.url);
  const servers = { DATABASE_URL: database.url, CLICKHOUSE_URL: analytics.url, HUB_DATA_DIR: folder };
  [hub, processing] = await Promise.all([
    startHubProcess({ roles: 'ingest,query', env: servers }),
    startHubProcess({ roles: 'process', env: servers }),
  ]);
  env = {
    ...servers,
    ...nodeEnvironment,
    NODE_ENV: 'test',
    HUB_URL: hub.url,
    HUB_KEY: operatorKey,
    HUB_PROCESS_PORT: new URL(processing.url).port,
  };
});

afterAll(async () => {
  await Promise.all([hub?.stop(), processing?.stop()]);
  await Promise.all([database?.drop(), analytics?.drop()]);
  await rm(folder, { recursive: true, force: true });
});

interface Outcome {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

async function run(
  args: readonly string[],
  options: { input?: Buffer; env?: Record<string, string> } = {},
): Promise<Outcome> {
  const child = spawn(process.execPath, [program, ...args], { env: { ...env, ...options.env } });
  child.stdin.end(options.input ?? '');
  const exited = new Promise<number | null>((resolve) => child.once('close', resolve));
  const [out, err, code] = await Promise.all([text(child.stdout), text(child.stderr), exited]);
  return { code, out, err };
}

async function ingest(...args: string[]): Promise<{ code: number | null; report: IngestReport }> {
  const { code, out, err } = await run(['ingest', ...args, '--json']);
  expect(out, err).toMatch(/^\{/);
  return { code, report: JSON.parse(out) as IngestReport };
}

const users = Array.from({ length: 20 }, () => randomUUID());

function eventLine(at: number, given: object = {}): string {
  return JSON.stringify({
    event_id: randomUUID(),
    event_type: 'activity.work.completed',
    event_version: '1.0.0',
    timestamp: new Date(Date.parse('2026-05-04T10:00:00.000Z') + at * 1_000).toISOString(),
    source_system: 'cases',
    user_id: users[(at * 7) % users.length],
    payload: { at },
    ...given,
  });
}

async function fileOf(name: string, lines: readonly string[], packed = false): Promise<string> {
  const file = path.join(folder, name);
  const bytes = Buffer.from(`${lines.join('\n')}\n`);
  await writeFile(file, packed ? gzipSync(bytes) : bytes);
  return file;
}

interface EventPage {
  readonly items: readonly { readonly position: string; readonly payload: { readonly at: number } }[];
  readonly next_cursor: string | null;
}

describe('hub ingest', () => {
  test('takes a packed file once, and the events of each user in the order of the file', async () => {
    // Later lines are older: only the order of the file can explain the order in the log.
    const lines = Array.from({ length: 3_000 }, (_, at) => eventLine(3_000 - at));
    const file = await fileOf('ordered.ndjson.gz', lines, true);
    const first = await ingest(file, '--batch', '100');
    expect(first).toMatchObject({ code: 0, report: { accepted: 3_000, duplicates: 0, done_through: 3_000 } });
    expect((await ingest(file)).report).toMatchObject({ accepted: 0, duplicates: 3_000, refused: 0 });
    for (const user of users.slice(0, 3)) {
      const answer = await fetch(`${hub.url}/activity/events?user_id=${user}&type=work.completed&limit=500`, {
        headers: asOperator,
      });
      const { items } = (await answer.json()) as EventPage;
      expect(items).toHaveLength(150);
      const byTime = items.map((event) => decodePosition(event.position)?.offset ?? 0);
      expect(byTime).toEqual(byTime.toSorted((a, b) => a - b));
    }
  });

  test('names the refused lines, keeps them in a file and ends with 1', async () => {
    const taken = eventLine(1);
    const conflict = JSON.stringify({ ...(JSON.parse(taken) as object), payload: { at: 2 } });
    const lines = [
      taken,
      '{"event_id":',
      '',
      conflict,
      eventLine(3, { event_type: 'activity.work.unheard_of' }),
      eventLine(4),
    ];
    const file = await fileOf('mixed.ndjson', lines);
    const refusedOut = path.join(folder, 'refused.ndjson');
    const { code, report } = await ingest(file, '--refused-out', refusedOut);
    expect(code).toBe(1);
    expect(report).toMatchObject({ accepted: 2, refused: 2, conflicts: 1, done_through: 6 });
    expect(report.first_refused.map(({ line, code: why, pointer }) => [line, why, pointer])).toEqual([
      [2, 'malformed_json', expect.any(String)],
      [4, 'event_id_conflict', '/event_id'],
      [5, 'unknown_event_type', '/event_type'],
    ]);
    expect((await readFile(refusedOut, 'utf8')).trim().split('\n')).toHaveLength(3);
    const people = await run(['ingest', file]);
    expect(people.out).toContain('line 5: unknown_event_type at /event_type:');
    expect(people.code).toBe(1);
  });

  test('reads standard input', async () => {
    const { code, out } = await run(['ingest', '-', '--json'], {
      input: Buffer.from(`${eventLine(1)}\n${eventLine(2)}`),
    });
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ accepted: 2 });
  });

  test('goes on after Ctrl-C where every line has its answer', async () => {
    const file = await fileOf(
      'long.ndjson',
      Array.from({ length: 30_000 }, (_, at) => eventLine(at)),
    );
    const child = spawn(process.execPath, [program, 'ingest', file, '--batch', '20', '--json'], { env });
    const ended = Promise.all([text(child.stdout), text(child.stderr)]);
    const stored = async (): Promise<number> => {
      const stats = (await (await fetch(`${hub.url}/activity/stats`, { headers: asOperator })).json()) as {
        events_total: number;
      };
      return stats.events_total;
    };
    const before = await stored();
    while ((await stored()) < before + 500) await sleep(10);
    child.kill('SIGINT');
    const [out, err] = await ended;
    const interrupted = JSON.parse(out) as IngestReport;
    expect(interrupted.interrupted).toBe(true);
    expect(interrupted.lines).toBeLessThan(30_000);
    expect(err).toContain(`ingest ${file} --resume`);
    const { report } = await ingest(file, '--resume');
    expect(report.resumed_after).toBe(interrupted.done_through);
    expect(report.done_through).toBe(30_000);
    expect(report.lines).toBe(30_000 - interrupted.done_through);
    expect(report.accepted + interrupted.accepted).toBe(30_000);
  });

  test('says what to do when no hub is there', async () => {
    const file = await fileOf('lonely.ndjson', [eventLine(1)]);
    const { code, err } = await run(['ingest', file, '--patience', '1', '--url', 'http://127.0.0.1:9']);
    expect(code).toBe(1);
    expect(err).toContain('npm start');
    expect(err).toContain('--resume');
  });
});

describe('hub demo', () => {
  test('tells its story once, and the hub opens the two cases', async () => {
    const first = await run(['demo', '--json']);
    expect(first.code, first.err).toBe(0);
    const report = JSON.parse(first.out) as IngestReport;
    expect(report.accepted).toBeGreaterThan(1_500);
    const again = await run(['demo']);
    expect(again.out).toContain(`0 events stored, ${report.accepted} were there already`);
    expect(again.out).toContain(`/users/${robot.user_id}`);
    const patterns = async (): Promise<Map<string, unknown>> => {
      const answer = await fetch(`${hub.url}/activity/anomalies`, { headers: asOperator });
      const { items } = (await answer.json()) as { items: { user_id: string; evidence: { pattern: unknown } }[] };
      return new Map(items.map((item) => [item.user_id, item.evidence.pattern]));
    };
    let found = await patterns();
    for (; found.size < 2; found = await patterns()) await sleep(100);
    expect(found).toEqual(
      new Map([
        [workers.ivan.user_id, 'burnout'],
        [robot.user_id, 'automation'],
      ]),
    );
  });
});

interface DoctorAnswer {
  readonly ok: boolean;
  readonly diagnoses: readonly {
    readonly area: string;
    readonly name: string;
    readonly level: string;
    readonly detail: string;
  }[];
}

describe('hub doctor', () => {
  test('finds everything well but the console that does not run, and shows no password', async () => {
    const { code, out, err } = await run(['doctor', '--json'], { env: { CONSOLE_URL: 'http://127.0.0.1:9' } });
    const { ok, diagnoses } = JSON.parse(out) as DoctorAnswer;
    expect(err).toBe('');
    expect([code, ok]).toEqual([1, false]);
    const failures = diagnoses.filter((diagnosis) => diagnosis.level === 'failure').map((diagnosis) => diagnosis.name);
    // The servers of a test run are not durable on purpose.
    expect(failures.filter((name) => name !== 'durability')).toEqual(['console']);
    for (const name of [
      'reachable',
      'version',
      'migrations',
      'partitions',
      'ingest and query',
      'process',
      'event log',
    ]) {
      expect(diagnoses.map((diagnosis) => diagnosis.name)).toContain(name);
    }
    expect(diagnoses.map((diagnosis) => diagnosis.name)).toContain('streak 1.1.0');
    expect(out).not.toContain(new URL(database.url).password);
    expect(out).not.toContain(new URL(analytics.url).password);
  });

  test('says what to do when nothing is there', async () => {
    const nowhere = {
      HUB_URL: 'http://127.0.0.1:9',
      HUB_PROCESS_PORT: '9',
      DATABASE_URL: 'postgres://hub:secret@127.0.0.1:9/hub',
      CLICKHOUSE_URL: 'http://hub:secret@127.0.0.1:9/hub',
    };
    const { code, out } = await run(['doctor'], { env: nowhere });
    expect(code).toBe(1);
    expect(out).toContain('Start that server and check DATABASE_URL.');
    expect(out).toContain('Start it: npm start.');
    expect(out).not.toContain('secret');
  });
});
