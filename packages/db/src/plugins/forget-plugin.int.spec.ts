import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { connectPostgres, type Sql } from '../postgres/client.ts';
import { createTestDatabase, type TestDatabase } from '../testing/test-servers.ts';
import { appendPluginLog } from './append-plugin-log.ts';
import { forgetPlugin } from './forget-plugin.ts';
import { registerPlugin } from './register-plugin.ts';
import { writeProcessRole } from './write-process-role.ts';

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

const common = { kind: 'aggregator', version: '1.0.0', manifest: {}, provenance: 'installed', defaults: {} } as const;
const refusal = { code: 'no_main', values: { main: 'main.py' } } as const;

it('forgets a plugin that never ran with its log, and keeps one that did', async () => {
  await registerPlugin(sql, { ...common, plugin_id: 'unborn', refusal });
  await registerPlugin(sql, { ...common, plugin_id: 'born', refusal: null });
  for (const plugin_id of ['unborn', 'born'])
    await appendPluginLog(sql, { plugin_id, revision: null, level: 'error', message: 'What it said.' });
  expect(await forgetPlugin(sql, 'unborn')).toBe(true);
  expect(await forgetPlugin(sql, 'born')).toBe(false);
  const [left] = await sql`
    select (select array_agg(plugin_id) from plugin) as plugins, (select array_agg(plugin_id) from plugin_log) as logs`;
  expect(left).toEqual({ plugins: ['born'], logs: ['born'] });
});

it('keeps what is shipped, and of what never ran what a living process role has at hand', async () => {
  await registerPlugin(sql, { ...common, plugin_id: 'shipped', provenance: 'shipped', refusal });
  expect(await forgetPlugin(sql, 'shipped')).toBe(false);
  await registerPlugin(sql, { ...common, plugin_id: 'elsewhere', refusal });
  await writeProcessRole(sql, { role_id: randomUUID(), versions: { elsewhere: [] }, starting: [], passed_over: [] });
  expect(await forgetPlugin(sql, 'elsewhere')).toBe(false);
  await sql`update process_role set seen_at = now() - interval '1 minute'`;
  expect(await forgetPlugin(sql, 'elsewhere')).toBe(true);
  // Somebody else was first.
  expect(await forgetPlugin(sql, 'elsewhere')).toBe(true);
});
