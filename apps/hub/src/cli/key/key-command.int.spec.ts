import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import type { ApiKey, MadeKey } from '@activity-hub/contracts/access/api-key';
import { migrateClickhouse } from '@activity-hub/db/clickhouse/migrate';
import {
  createTestClickhouse,
  createTestDatabase,
  type TestClickhouse,
  type TestDatabase,
} from '@activity-hub/db/testing/test-servers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sentEventFixture } from '../../ingest/testing/sent-event-fixture.ts';
import { type HubProcess, startHubProcess } from '../../testing/hub-process.ts';
import { nodeEnvironment } from '../../testing/node-environment.ts';
import { operatorKey } from '../../testing/operator-key.ts';

const program = path.join(import.meta.dirname, '../main.ts');
let folder: string;
let database: TestDatabase;
let analytics: TestClickhouse;
let hub: HubProcess;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'key-command-'));
  [database, analytics] = await Promise.all([createTestDatabase(), createTestClickhouse()]);
  await migrateClickhouse(analytics.url);
  const env = { DATABASE_URL: database.url, CLICKHOUSE_URL: analytics.url, HUB_DATA_DIR: folder };
  hub = await startHubProcess({ roles: 'ingest,query', env });
});

afterAll(async () => {
  await hub?.stop();
  await Promise.all([database?.drop(), analytics?.drop()]);
  await rm(folder, { recursive: true, force: true });
});

async function run(args: readonly string[], key?: string) {
  const env = { ...nodeEnvironment, HUB_URL: hub.url, HUB_DATA_DIR: folder, ...(key ? { HUB_KEY: key } : {}) };
  const child = spawn(process.execPath, [program, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const exited = new Promise<number | null>((resolve) => child.once('close', resolve));
  const [out, err, code] = await Promise.all([text(child.stdout), text(child.stderr), exited]);
  return { code, out, err };
}

test('a key is made, publishes what it may, and ends', async () => {
  const file = path.join(folder, 'events.ndjson');
  const event = { ...sentEventFixture(), source_system: 'lms', event_type: 'activity.learning.completed' };
  await writeFile(file, `${JSON.stringify(event)}\n`);

  const nobody = await run(['ingest', file]);
  expect(nobody.code).toBe(1);
  expect(nobody.err).toContain('does not let this command in');
  expect(nobody.err).toContain('HUB_KEY');

  // As `npm start` leaves it.
  await writeFile(path.join(folder, 'operator-key'), `${operatorKey}\n`);
  const making = await run(['key', 'make', '--name', 'lms', '--source', 'lms', '--type', 'learning.*', '--json']);
  expect(making.err).toBe('');
  const { key, secret } = JSON.parse(making.out) as MadeKey;
  expect(key).toMatchObject({ source: 'lms', permissions: ['write'], event_types: ['activity.learning.*'] });

  expect(await run(['ingest', file], secret)).toMatchObject({ code: 0 });
  const listing = await run(['key', 'list', '--json'], secret);
  expect([listing.code, listing.err]).toEqual([1, expect.stringContaining('lacks the permission admin')]);

  const { out } = await run(['key', 'list']);
  expect(out).toMatch(new RegExp(`${key.key_id} +lms +active +publish learning\\.\\* as lms`));
  expect(out).not.toContain(secret);
  const revoked = await run(['key', 'revoke', key.key_id, '--json']);
  expect((JSON.parse(revoked.out) as ApiKey).state).toBe('revoked');
  const after = await run(['ingest', file], secret);
  expect([after.code, after.err]).toEqual([1, expect.stringContaining('was revoked')]);
});

test('the key of the operator goes to no other machine', async () => {
  const answer = await run(['key', 'list', '--url', 'http://hub.invalid:4000']);
  expect(answer.code).toBe(1);
  const { hubKey } = await import('../hub-key.ts');
  expect(hubKey({ HUB_DATA_DIR: folder }, 'http://hub.invalid:4000')).toBeUndefined();
  expect(hubKey({ HUB_DATA_DIR: folder }, 'http://127.0.0.1:4000')).toBe(operatorKey);
});
