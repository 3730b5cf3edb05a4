import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { discardDead } from '../deliveries/discard-dead.ts';
import { connectPostgres, type Sql } from '../postgres/client.ts';
import { createTestDatabase, type TestDatabase } from '../testing/test-servers.ts';
import { readCounts } from './read-counts.ts';

const matcher = { processor: 'dispatch', version: '1' };
const delivered = 20_000;

let database: TestDatabase;
let sql: Sql;
let id: string;

beforeAll(async () => {
  database = await createTestDatabase();
  sql = connectPostgres(database.url, { max: 1 });
  const [made] = await sql<{ subscription_id: string }[]>`
    insert into subscription (name, topics, destination, epoch, created_by)
    values ('Counted', '{activity.**}', '{"kind":"pull"}', 1, 'a spec') returning subscription_id`;
  id = made?.subscription_id ?? '';
  await sql`
    insert into delivery (subscription_id, lane, "offset", recorded_at, event_id, event_type, state, due_at, finished_at)
    select ${id}, n % 16, n, now(), uuidv7(), 'activity.learning.lesson_completed', state,
      case when state = 'pending' then now() end, case when state <> 'pending' then now() end
    from generate_series(1, ${delivered + 60}::int) as n
    cross join lateral (select case when n <= 30 then 'pending' when n <= 50 then 'dead' when n <= 60 then 'discarded'
      else 'delivered' end as state) as of_state`;
  // Three more were discarded and four delivered before what is kept.
  await sql`
    insert into subscription_lane (subscription_id, lane, "offset", joined, matched, pruned_delivered, pruned_discarded)
    select ${id}, lane, 0, true, count(*) + case when lane = 0 then 7 else 0 end,
      case when lane = 0 then 4 else 0 end, case when lane = 0 then 3 else 0 end
    from delivery group by lane`;
  await sql`analyze`;
}, 60_000);

afterAll(async () => {
  await sql.end();
  await database.drop();
});

it('has a migration that counts what was discarded before', async () => {
  const file = path.join(import.meta.dirname, '../postgres/migrations/0016_dispatch_at_scale.sql');
  const fill = (await readFile(file, 'utf8')).split('--> statement-breakpoint').find((text) => /UPDATE sub/.test(text));
  await sql.unsafe(fill ?? '');
  const [counts] = await readCounts(sql, matcher, [id]);
  expect(counts).toMatchObject({ delivered: delivered + 4, discarded: 13, dead_lettered: 20, pending: 30 });
});

it('counts what is discarded in the statement that does it', async () => {
  const wanted = { subscription_id: id, reason: 'of no use' };
  await expect(
    sql.begin(async (transaction) => {
      expect(await discardDead(transaction, wanted, undefined)).toBe(20);
      throw new Error('The rest of the transaction failed.');
    }),
  ).rejects.toThrow('The rest');
  expect((await readCounts(sql, matcher, [id]))[0]).toMatchObject({ discarded: 13, dead_lettered: 20 });
  expect(await discardDead(sql, wanted, undefined)).toBe(20);
  expect(await discardDead(sql, wanted, undefined)).toBe(0);
  const [counts] = await readCounts(sql, matcher, [id]);
  expect(counts).toMatchObject({ delivered: delivered + 4, discarded: 33, dead_lettered: 0, pending: 30 });
});

it('reads nothing of what was delivered', async () => {
  await sql`select pg_stat_force_next_flush()`;
  const read = async () =>
    (
      await sql<{ tuples: number }[]>`
        select seq_tup_read + coalesce(idx_tup_fetch, 0) as tuples from pg_stat_user_tables where relname = 'delivery'`
    )[0]?.tuples ?? 0;
  const before = await read();
  await readCounts(sql, matcher, [id]);
  await sql`select pg_stat_force_next_flush()`;
  expect((await read()) - before).toBeLessThan(100);
});
