import { afterAll, beforeAll, expect, it } from 'vitest';
import { connectPostgres, type Sql } from '../postgres/client.ts';
import { createTestDatabase, type TestDatabase } from '../testing/test-servers.ts';
import { prunePluginErrors } from './prune-plugin-errors.ts';

let database: TestDatabase;
let sql: Sql;

beforeAll(async () => {
  database = await createTestDatabase();
  sql = connectPostgres(database.url, { max: 1 });
});

afterAll(async () => {
  await sql.end();
  await database.drop();
});

it('keeps the newest of each plugin, in all of its processors, and nothing older than a month', async () => {
  const failed = (processor: string, count: number, daysAgo: number, version = '1.0.0') => sql`
    insert into plugin_error (processor, version, lane, "offset", event_id, reason, at)
    select ${processor}, ${version}, 0, place, gen_random_uuid(), 'It threw.',
      now() - make_interval(days => ${daysAgo}) - make_interval(secs => place)
    from generate_series(1, ${count}) as place`;
  await failed('loud', 9_999, 2);
  await failed('loud/inbox', 3, 1);
  await failed('old', 4, 31);
  await failed('old', 2, 29, '1.0.1');
  expect(await prunePluginErrors(sql)).toBe(2 + 4);
  const kept =
    await sql`select processor, count(*)::int as rows from plugin_error group by processor order by processor`;
  expect(kept).toEqual([
    { processor: 'loud', rows: 9_997 },
    { processor: 'loud/inbox', rows: 3 },
    { processor: 'old', rows: 2 },
  ]);
});
