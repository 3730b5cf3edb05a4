import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { connectPostgres, type Sql } from '../postgres/client.ts';
import { onPostgres, uniqueName, withDatabase } from '../testing/server-access.ts';
import type { StateKey, StateRow } from './consumer-store.ts';
import { createPostgresConsumerStore } from './postgres-consumer-store.ts';
import { stateRow } from './testing/batch-fixtures.ts';

const name = uniqueName('fronts');
const folder = join(import.meta.dirname, '../postgres/migrations');
const moving = '0022_state_fronts.sql';
const ref = { processor: 'spec', version: '1.0.0' };
let sql: Sql;

const apply = (file: string) =>
  sql.begin(async (transaction) => {
    for (const statement of readFileSync(join(folder, file), 'utf8').split('--> statement-breakpoint')) {
      await transaction.unsafe(statement);
    }
  });

beforeAll(async () => {
  await onPostgres(inject('postgresUrl'), (admin) => admin.unsafe(`create database ${name}`));
  sql = connectPostgres(withDatabase(inject('postgresUrl'), name), { max: 1 });
  const files = readdirSync(folder).filter((file) => file.endsWith('.sql') && file < moving);
  for (const file of files.toSorted()) await apply(file);
});

afterAll(async () => {
  await sql.end();
  await onPostgres(inject('postgresUrl'), (admin) => admin.unsafe(`drop database ${name} with (force)`));
});

const startsOfShelves: Readonly<Record<string, readonly string[]>> = {
  '2026-05-04': ['hourly|2026-05-04T10+03:00', 'hourly|2026-05-04T11+03:00', 'daily|2026-05-04'],
  '2026-05-05': ['hourly|2026-05-05T10+03:00', 'daily|2026-05-05'],
  '2026-05-12': ['daily|2026-05-12'],
  '2026-04': ['weekly|2026-04-27', 'monthly|2026-04-01'],
  '2026-05': ['weekly|2026-05-04', 'weekly|2026-05-11', 'monthly|2026-05-01'],
};

function rowOf(key: string, window: string, n: number): StateRow {
  const [kind = '', start = ''] = window.split('|');
  return stateRow({
    key,
    window_kind: kind as StateKey['window_kind'],
    window_start: start,
    state: JSON.stringify({ n }),
    view: n % 2 === 0 ? null : JSON.stringify({ shown: n }),
    deadline_at: n % 3 === 0 ? `2026-05-04T10:00:0${n % 10}.000Z` : null,
    last_event_id: '00000000-0000-4000-8000-000000000001',
    last_recorded_at: '2026-05-04T10:00:00.123456Z',
    correlation_id: n % 4 === 0 ? 'an "id" with \u001f and \u001d' : null,
    causation_depth: n,
  });
}

/** As shelves were before. */
const entryBefore = (row: StateRow): string =>
  `${row.state}\u001f${row.view ?? ''}\u001f${row.deadline_at ?? ''}\u001f${row.last_event_id}\u001f\u001f` +
  `${row.last_recorded_at}\u001fUTC\u001f${row.causation_depth}\u001f\u001f\u001f${row.correlation_id ?? ''}`;

const inOrder = (rows: readonly StateRow[]) =>
  rows.map((row) => JSON.stringify(row, Object.keys(row).toSorted())).toSorted();

it('takes over the shelves that were', async () => {
  const rows: StateRow[] = [];
  for (const key of ['anna', 'boris']) {
    for (const [shelf, windows] of Object.entries(startsOfShelves)) {
      const held = windows.map((window, n) => ({ window, row: rowOf(key, window, rows.length + n) }));
      rows.push(...held.map(({ row }) => row));
      const document = Object.fromEntries(held.map(({ window, row }) => [window, entryBefore(row)]));
      await sql`
        insert into state_shelf (processor, version, key, shelf, lane, windows)
        values (${ref.processor}, ${ref.version}, ${key}, ${shelf}, 3, ${JSON.stringify(document)}::text::jsonb)`;
    }
  }
  await apply(moving);
  const store = createPostgresConsumerStore(sql);
  expect(inOrder(await store.loadStates(ref, rows))).toEqual(inOrder(rows));
  const due = await store.dueStates(ref, 3, '2027-01-01T00:00:00.000Z', '2027-01-01T00:00:00.000Z', 100);
  expect(inOrder(due)).toHaveLength(rows.filter((row) => row.deadline_at !== null).length);
  const fronts = await sql`select hourly_start, daily_start, weekly_start, monthly_start from state_front`;
  const front = { hourly_start: '2026-05-05T10+03:00', daily_start: '2026-05-12' };
  const starts = { ...front, weekly_start: '2026-05-11', monthly_start: '2026-05-01' };
  expect([...fronts]).toEqual([starts, starts]);
});
