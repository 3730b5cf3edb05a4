import { randomUUID } from 'node:crypto';
import { pluginFaultSentence } from '@activity-hub/contracts/plugin/plugin-fault';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { connectPostgres, type Sql } from '../postgres/client.ts';
import { createTestDatabase, type TestDatabase } from '../testing/test-servers.ts';
import { listPassedOver } from './list-passed-over.ts';
import { type PassedOver, writeProcessRole } from './write-process-role.ts';

let database: TestDatabase;
let sql: Sql;

beforeAll(async () => {
  database = await createTestDatabase();
  sql = connectPostgres(database.url);
});

afterAll(async () => {
  await sql.end();
  await database.drop();
});

const noId = (folder: string): PassedOver => ({ folder, fault: { code: 'folder_no_id', values: { folder } } });
const shipped = (plugin: string): PassedOver => ({ folder: plugin, fault: { code: 'shipped_id', values: { plugin } } });
const told = ({ folder, fault }: PassedOver) => ({
  folder,
  reason: pluginFaultSentence(fault),
  reason_code: fault.code,
  reason_values: fault.values,
});

it('lists what the process roles that live pass over, each folder once, and of those that are gone none', async () => {
  const say = (role_id: string, ...passed_over: readonly PassedOver[]) =>
    writeProcessRole(sql, { role_id, versions: {}, starting: [], passed_over });
  const [first, second] = [randomUUID(), randomUUID()];
  expect(await listPassedOver(sql)).toEqual([]);
  await say(first, shipped('streak'), noId('My "own" plugin'));
  await say(second, noId('My "own" plugin'), noId('Weeks'));
  const all = ['My "own" plugin', 'Weeks'].map(noId);
  expect(await listPassedOver(sql)).toEqual([...all, shipped('streak')].map(told));

  await sql`update process_role set seen_at = now() - interval '16 seconds' where role_id = ${first}`;
  expect(await listPassedOver(sql)).toEqual(all.map(told));
  await say(second);
  expect(await listPassedOver(sql)).toEqual([]);
});
