import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { connectPostgres, type Sql } from '../postgres/client.ts';
import { createTestDatabase, type TestDatabase } from '../testing/test-servers.ts';
import type { ConsumerStore, StateKey, StateRow } from './consumer-store.ts';
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

const windows: readonly Pick<StateKey, 'window_kind' | 'window_start'>[] = [
  { window_kind: 'hourly', window_start: '2026-05-04T10+03:00' },
  { window_kind: 'hourly', window_start: '2026-05-04T11+03:00' },
  { window_kind: 'daily', window_start: '2026-05-04' },
  { window_kind: 'daily', window_start: '2026-05-05' },
  { window_kind: 'weekly', window_start: '2026-05-04' },
  { window_kind: 'monthly', window_start: '2026-05-01' },
  { window_kind: 'all', window_start: '' },
  { window_kind: 'tumbling 15 minutes' as StateKey['window_kind'], window_start: '2026-05-04T10:00:00.000Z' },
];
const everyKey: readonly StateKey[] = ['anna', 'boris "|" \u001e'].flatMap((key) =>
  windows.map((window) => ({ key, ...window })),
);

const instant = fc
  .integer({ min: 0, max: 20 })
  .map((minutes) => new Date(Date.UTC(2026, 4, 4, 10, minutes)).toISOString());
const anyRow = fc.record({
  at: fc.nat({ max: everyKey.length - 1 }),
  gone: fc.boolean(),
  row: fc.record({
    state: fc.string().map((text) => JSON.stringify({ text: text.toWellFormed().replaceAll('\0', '') })),
    view: fc.option(fc.integer().map((shown) => JSON.stringify({ shown }))),
    deadline_at: fc.option(instant),
    last_recorded_at: fc.option(instant),
    last_event_id: fc.option(fc.uuid()),
    user_id: fc.option(fc.uuid()),
    correlation_id: fc.option(fc.constantFrom('plain', 'with\u001fseparator', '{}', '\u001f')),
    causation_depth: fc.nat({ max: 9 }),
    time_zone: fc.constantFrom('UTC', 'Europe/Moscow'),
    fired_until: fc.option(instant),
  }),
});

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

it('keeps every window as it was written last, wherever its neighbours are, and finds what is due', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(anyRow, { maxLength: 8 }), { maxLength: 6 }),
      instant,
      async (batches, watermark) => {
        const ref = { processor: `spec-${randomUUID()}`, version: '1.0.0' };
        await store.checkpoints(ref);
        const kept = new Map<string, StateRow>();
        for (const [from, batch] of batches.entries()) {
          const changes = [...new Map(batch.map((change) => [change.at, change])).values()];
          const rows = changes.map(({ at, gone, row }) => ({ gone, row: stateRow({ ...row, ...everyKey[at] }) }));
          const states = rows.filter(({ gone }) => !gone).map(({ row }) => row);
          const gone = rows.filter((change) => change.gone).map(({ row }) => row);
          for (const row of gone) kept.delete(nameOf(row));
          for (const row of states) kept.set(nameOf(row), row);
          const keysOf = ({ key, window_kind, window_start, lane }: StateRow) => ({
            key,
            window_kind,
            window_start,
            lane,
          });
          await store.finishBatch(finishedBatch(ref, { from, to: from + 1, states, gone: gone.map(keysOf) }));
        }
        const expected = byName([...kept.values()]);
        expect(byName(await store.loadStates(ref, everyKey))).toEqual(expected);
        const held = await sql<
          StateRow[]
        >`select ${stateColumns(sql)} from held_state where processor = ${ref.processor}`;
        expect(byName(held)).toEqual(expected);
        const due = await store.dueStates(ref, 3, watermark, watermark, 100);
        const expectedDue = [...kept.values()].filter(
          ({ deadline_at, last_recorded_at }) =>
            deadline_at !== null && deadline_at <= watermark && (last_recorded_at ?? '') <= watermark,
        );
        expect(byName(due)).toEqual(byName(expectedDue));
        const [empty] =
          await sql`select count(*) as shelves from state_shelf where processor = ${ref.processor} and windows = '{}'`;
        expect(empty).toEqual({ shelves: 0 });
      },
    ),
    { numRuns: 60 },
  );
});

/** The statements of the migration that move what lay in rows of its own. */
function movingStatements(): readonly string[] {
  const file = join(import.meta.dirname, '../postgres/migrations/0018_state_shelves.sql');
  const statements = readFileSync(file, 'utf8').split('--> statement-breakpoint');
  return statements.filter((text) => /pg_temp.instant_text|DELETE FROM processor_state WHERE window_kind/.test(text));
}

it('takes over what lay in rows of its own', async () => {
  const ref = { processor: `spec-${randomUUID()}`, version: '1.0.0' };
  const rows = everyKey.map((key, n) =>
    stateRow({
      ...key,
      state: JSON.stringify({ n }),
      view: n % 2 === 0 ? null : JSON.stringify({ shown: n }),
      deadline_at: n % 3 === 0 ? '2026-05-04T10:00:00.000Z' : null,
      last_occurred_at: n % 2 === 0 ? '2026-05-04T10:00:00.123Z' : '2026-05-04T10:00:00.123456Z',
      user_id: n % 2 === 0 ? randomUUID() : null,
      correlation_id: n % 2 === 0 ? 'c' : null,
      causation_depth: n,
    }),
  );
  for (const row of rows) {
    await sql`
      insert into processor_state (processor, version, key, window_kind, window_start, lane, user_id, state, view,
        deadline_at, last_occurred_at, time_zone, correlation_id, causation_depth)
      values (${ref.processor}, ${ref.version}, ${row.key}, ${row.window_kind}, ${row.window_start}, ${row.lane},
        ${row.user_id}, ${row.state}::text::jsonb, ${row.view}::text::jsonb, ${row.deadline_at}, ${row.last_occurred_at},
        ${row.time_zone}, ${row.correlation_id}, ${row.causation_depth})`;
  }
  for (const statement of movingStatements()) await sql.unsafe(statement);
  expect(byName(await store.loadStates(ref, everyKey))).toEqual(byName(rows));
  expect((await store.dueStates(ref, 3, '2026-05-04T10:00:00.000Z', '2026-05-04T10:00:00.000Z', 100)).length).toBe(
    rows.filter(({ deadline_at }) => deadline_at !== null).length,
  );
});
