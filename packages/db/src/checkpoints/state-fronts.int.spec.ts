import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { connectPostgres, type Sql } from '../postgres/client.ts';
import { createTestDatabase, type TestDatabase } from '../testing/test-servers.ts';
import type { ConsumerStore, ProcessorRef, StateKey, StateRow } from './consumer-store.ts';
import { createPostgresConsumerStore } from './postgres-consumer-store.ts';
import { stateColumns } from './state-columns.ts';
import { finishedBatch, stateRow } from './testing/batch-fixtures.ts';

let database: TestDatabase;
let sql: Sql;
let store: ConsumerStore;

beforeAll(async () => {
  database = await createTestDatabase();
  sql = connectPostgres(database.url, { max: 1 });
  store = createPostgresConsumerStore(sql);
});

afterAll(async () => {
  await sql.end();
  await database.drop();
});

const startsOfKinds: Readonly<Record<string, readonly string[]>> = {
  hourly: [
    '2026-04-30T23+03:00',
    '2026-05-04T10+03:00',
    '2026-05-04T11+03:00',
    '2026-05-10T10+03:00',
    '2026-05-11T00Z',
  ],
  daily: ['2026-04-30', '2026-05-04', '2026-05-05', '2026-05-11', '2027-01-01'],
  weekly: ['2026-04-27', '2026-05-04', '2026-05-11'],
  monthly: ['2026-04-01', '2026-05-01', '2026-06-01'],
  all: [''],
  'tumbling 15 minutes': ['2026-05-04T10:00:00.000Z'],
};
const someone = randomUUID();
const everyKey: readonly StateKey[] = ['anna', 'boris "|" \u001e\u001d', someone].flatMap((key) =>
  Object.entries(startsOfKinds).flatMap(([kind, starts]) =>
    starts.map((start) => ({ key, window_kind: kind as StateKey['window_kind'], window_start: start })),
  ),
);

const instant = fc
  .integer({ min: 0, max: 20 })
  .map((minutes) => new Date(Date.UTC(2026, 4, 4, 10, minutes)).toISOString());
const anyChange = fc.record({
  at: fc.nat({ max: everyKey.length - 1 }),
  gone: fc.boolean(),
  row: fc.record({
    state: fc.string().map((text) => JSON.stringify({ text: text.toWellFormed().replaceAll('\0', '') })),
    view: fc.option(fc.integer().map((shown) => JSON.stringify({ shown }))),
    deadline_at: fc.option(instant),
    last_recorded_at: fc.option(instant),
    last_event_id: fc.option(fc.uuid()),
    user_id: fc.option(fc.oneof(fc.uuid(), fc.constant(someone))),
    correlation_id: fc.option(fc.constantFrom('plain', 'with\u001fseparator', '{}', '\u001d', '\u001e\u001f')),
    causation_depth: fc.nat({ max: 9 }),
    time_zone: fc.constantFrom('UTC', 'Europe/Moscow'),
    fired_until: fc.option(instant),
  }),
});

type Change = typeof anyChange extends fc.Arbitrary<infer Value> ? Value : never;

const nameOf = ({ key, window_kind, window_start }: StateKey): string => `${key} ${window_kind} ${window_start}`;
const byName = (rows: readonly StateRow[]): ReadonlyMap<string, unknown> =>
  new Map(
    rows
      .map(
        (row) =>
          [nameOf(row), { ...row, state: JSON.parse(row.state), view: row.view && JSON.parse(row.view) }] as const,
      )
      .toSorted(([a], [b]) => (a < b ? -1 : 1)),
  );

/** One after the other, as a lane finishes them; answers what there is then. */
async function finishAll(ref: ProcessorRef, batches: readonly (readonly Change[])[]): Promise<readonly StateRow[]> {
  await store.checkpoints(ref);
  const kept = new Map<string, StateRow>();
  for (const [from, batch] of batches.entries()) {
    const changes = [...new Map(batch.map((change) => [change.at, change])).values()];
    const rows = changes.map(({ at, gone, row }) => ({ gone, row: stateRow({ ...row, ...everyKey[at] }) }));
    const states = rows.filter(({ gone }) => !gone).map(({ row }) => row);
    const gone = rows.filter((change) => change.gone).map(({ row }) => row);
    for (const row of gone) kept.delete(nameOf(row));
    for (const row of states) kept.set(nameOf(row), row);
    const keys = gone.map(({ key, window_kind, window_start, lane }) => ({ key, window_kind, window_start, lane }));
    const finished = await store.finishBatch(finishedBatch(ref, { from, to: from + 1, states, gone: keys }));
    expect(finished).toBe('finished');
  }
  return [...kept.values()];
}

/** What breaks the rules of the tables: nothing may. */
const brokenRules = (ref: ProcessorRef) => sql`
  with shelved as (
    select shelf.*, split_part(name, '|', 1) as kind, split_part(name, '|', 2) as start, entry
    from state_shelf as shelf cross join shelf_windows(windows) where processor = ${ref.processor}
  ), fronted as (
    select front.*, kind, start, entry from state_front as front cross join lateral (values
      ('hourly', hourly_start, hourly_entry), ('daily', daily_start, daily_entry),
      ('weekly', weekly_start, weekly_entry), ('monthly', monthly_start, monthly_entry)) as one (kind, start, entry)
    where processor = ${ref.processor}
  )
  select 'newer than its front' as rule from shelved left join fronted using (key, kind)
    where fronted.start is null or shelved.start >= fronted.start
  union all select 'twice on a shelf' from shelved group by key, kind, start having count(*) > 1
  union all select 'not of its week' from shelved where shelf <> week_of(start)
  union all select 'an empty shelf' from state_shelf where processor = ${ref.processor} and windows = ''
  union all select 'an entry without a start' from fronted where start is null and entry is not null
  union all select 'a front of nothing' from fronted where key not in (select key from shelved)
    group by key having count(entry) = 0
  union all select 'a deadline of a front' from fronted group by key, deadline_at
    having deadline_at is distinct from min(entry_deadline(entry))
  union all select 'a deadline of a shelf' from shelved group by key, shelf, deadline_at
    having deadline_at is distinct from min(entry_deadline(entry))`;

it('keeps every window as it was written last, wherever its neighbours are, and finds what is due', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(anyChange, { maxLength: 12 }), { maxLength: 8 }),
      instant,
      async (batches, watermark) => {
        const ref = { processor: `spec-${randomUUID()}`, version: '1.0.0' };
        const kept = await finishAll(ref, batches);
        const expected = byName(kept);
        expect(byName(await store.loadStates(ref, everyKey))).toEqual(expected);
        const held = await sql<
          StateRow[]
        >`select ${stateColumns(sql)} from held_state where processor = ${ref.processor}`;
        expect(held).toHaveLength(kept.length);
        expect(byName(held)).toEqual(expected);
        const due = await store.dueStates(ref, 3, watermark, watermark, 100);
        const expectedDue = kept.filter(
          ({ deadline_at, last_recorded_at }) =>
            deadline_at !== null && deadline_at <= watermark && (last_recorded_at ?? '') <= watermark,
        );
        expect(byName(due)).toEqual(byName(expectedDue));
        expect([...(await brokenRules(ref))]).toEqual([]);
      },
    ),
    { numRuns: 100 },
  );
});
