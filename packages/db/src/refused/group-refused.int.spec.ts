import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connectPostgres, type Sql } from '../postgres/client.ts';
import { createTestDatabase, type TestDatabase } from '../testing/test-servers.ts';
import { appendRefused, type RefusedRow } from './append-refused.ts';
import { groupRefused } from './group-refused.ts';
import { listRefused } from './list-refused.ts';

let database: TestDatabase;
let sql: Sql;

beforeAll(async () => {
  database = await createTestDatabase();
  sql = connectPostgres(database.url, { max: 2 });
});
afterAll(async () => {
  await sql.end();
  await database.drop();
});

function refused(given: Partial<RefusedRow>): RefusedRow {
  const raw = Buffer.from('{}');
  return {
    refused_id: randomUUID(),
    received_at: '2026-11-23T10:00:00.000Z',
    source_system: 'lms',
    event_id: null,
    event_type: 'activity.learning.lesson_completed',
    code: 'invalid_payload',
    detail: 'payload.score must be a number.',
    pointer: '/payload/score',
    raw,
    raw_bytes: raw.length,
    raw_truncated: false,
    surface: 'rest',
    format: 'event',
    key_id: null,
    ...given,
  };
}

test.each<[string, readonly Partial<RefusedRow>[], number]>([
  [
    'the place of an event in its batch',
    [{ pointer: '/3/payload/a' }, { pointer: '/events/17/payload/a' }, { pointer: '/payload/a' }],
    1,
  ],
  ['places in lists of the payload', [{ pointer: '/payload/items/0/id' }, { pointer: '/payload/items/12/id' }], 1],
  [
    'numbers, ids and quoted names',
    [{ detail: `"a" of ${randomUUID()} has 300 bytes.` }, { detail: `"b" of ${randomUUID()} has 7 bytes.` }],
    1,
  ],
  [
    'instants',
    [{ detail: '2026-11-23T10:00:00.000Z lies ahead.' }, { detail: '2027-01-02T03:04:05.678Z lies ahead.' }],
    1,
  ],
  ['but not the code', [{ code: 'invalid_event' }, { code: 'unknown_field' }], 2],
  ['but not the type', [{ event_type: 'a.b' }, { event_type: null }], 2],
  ['but not the sentence', [{ detail: 'must be a text.' }, { detail: 'must be a number.' }], 2],
])('a group does not regard %s', async (_what, rows, groups) => {
  await sql`truncate refused_event`;
  await appendRefused(sql, rows.map(refused));
  const found = await groupRefused(sql, {}, 'open', 10);
  expect(found).toHaveLength(groups);
  expect(found.reduce((sum, group) => sum + group.count, 0)).toBe(rows.length);
});

test('what was refused is found by everything that is known of it', async () => {
  await sql`truncate refused_event`;
  const wanted = refused({
    key_id: 'k1',
    code: 'invalid_event',
    detail: '100 % wrong_',
    received_at: '2026-11-23T12:00:00.000Z',
  });
  await appendRefused(sql, [wanted, refused({}), refused({ source_system: 'club', detail: '100 x wrongs' })]);
  const found = async (filter: object) =>
    (await listRefused(sql, { filter, state: 'any', after: undefined, limit: 10 })).map((row) => row.refused_id);
  for (const filter of [
    { key_id: 'k1' },
    { code: 'invalid_event' },
    { text: '100 % WRONG_' },
    { from: '2026-11-23T13:00:00+01:00', to: '2026-11-23T12:00:00.001Z' },
  ])
    expect(await found(filter)).toEqual([wanted.refused_id]);
  expect(await found({ text: '%' })).toEqual([wanted.refused_id]);
  expect(await found({ source: 'lms', type: 'activity.learning.lesson_completed' })).toHaveLength(2);
});
