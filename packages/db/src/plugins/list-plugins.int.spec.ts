import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { connectPostgres, type Sql } from '../postgres/client.ts';
import { createTestDatabase, type TestDatabase } from '../testing/test-servers.ts';
import { listPlugins } from './list-plugins.ts';
import { listProcessorStatuses } from './list-processor-statuses.ts';
import { registerPlugin } from './register-plugin.ts';
import { statusRow } from './testing/status-row.ts';
import { writeProcessRole } from './write-process-role.ts';
import { writeProcessorStatus } from './write-processor-status.ts';

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

it('lists the shadows of a plugin, and since when each has finished nothing', async () => {
  const counter = { plugin_id: 'counter', kind: 'aggregator', manifest: {}, provenance: 'installed' } as const;
  for (const version of ['1.0.0', '2.0.0', '3.0.0'])
    await registerPlugin(sql, { ...counter, version, refusal: null, defaults: {} });
  await sql`update plugin set updated_at = now() - interval '1 hour'`;
  await sql`update plugin_revision set made_at = now() - interval '10 minutes' where revision = '2.0.0'`;
  await writeProcessRole(sql, { role_id: randomUUID(), versions: {}, starting: ['counter 3.0.0'], passed_over: [] });
  const young = expect.closeTo(0, -1);
  expect((await listPlugins(sql, 'counter'))[0]?.shadows).toEqual([
    { revision: '3.0.0', plugin_version: '3.0.0', starting: true, age_seconds: young },
    { revision: '2.0.0', plugin_version: '2.0.0', starting: false, age_seconds: expect.closeTo(600, -1) },
  ]);
  // Somebody let it go on.
  await sql`update plugin set updated_at = now()`;
  expect((await listPlugins(sql, 'counter'))[0]?.shadows[1]?.age_seconds).toEqual(young);

  const still = async () => (await listProcessorStatuses(sql, 'counter'))[0]?.still_seconds;
  const row = statusRow({ processor: 'counter', version: '2.0.0' });
  await writeProcessorStatus(sql, [row]);
  expect(await still()).toBe(Number.POSITIVE_INFINITY);
  await writeProcessorStatus(sql, [{ ...row, moved: true }]);
  expect(await still()).toEqual(young);
});
