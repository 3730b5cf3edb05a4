import { randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { addMembers } from '@activity-hub/db/cohorts/add-members';
import { insertCohort } from '@activity-hub/db/cohorts/insert-cohort';
import { connectPostgres, type Sql } from '@activity-hub/db/postgres/client';
import { createTestDatabase, type TestDatabase } from '@activity-hub/db/testing/test-servers';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createDirectory } from './create-directory.ts';
import { createKratosSource } from './kratos-source.ts';
import { createLocalSource } from './local-source.ts';

describe('the local directory', () => {
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

  test('knows participants, and new ones when what it knew has grown old', async () => {
    let at = 1_000_000;
    const directory = createDirectory({
      source: createLocalSource(sql),
      onTrouble: (failure) => expect.unreachable(String(failure)),
      now: () => at,
      timeLimitMs: 5_000,
    });
    const [known, unknown] = [randomUUID(), randomUUID()];
    await directory.prepare([known, unknown, 'no uuid']);
    expect(directory.zoneOf(known)).toBeUndefined();
    const cohort = (await insertCohort(sql, 'Spring')) ?? '';
    await addMembers(sql, cohort, [{ user_id: known, time_zone: 'Asia/Almaty', display_name: 'Aigul' }]);
    await directory.prepare([known]);
    expect(directory.zoneOf(known)).toBeUndefined();
    at += 5_001;
    await directory.prepare([known.toUpperCase(), unknown]);
    expect(directory.zoneOf(known)).toBe('Asia/Almaty');
    expect(directory.contextOf(known)).toEqual({ cohort_ids: [cohort] });
    expect(directory.zoneOf(unknown)).toBeUndefined();
    await addMembers(sql, cohort, [{ user_id: unknown, time_zone: 'Asia/Tokyo' }]);
    await directory.prepare([unknown]);
    expect(directory.zoneOf(unknown)).toBeUndefined();
    at += 60_001;
    await directory.prepare([unknown]);
    expect(directory.zoneOf(unknown)).toBe('Asia/Tokyo');
  });
});

describe('the directory over Kratos', () => {
  const anna = randomUUID();
  let kratos: Server;
  let asked: string[] = [];
  let answer: (id: string) => { status: number; body?: unknown } | 'never';
  let at = 1_000_000;
  let troubles: unknown[] = [];

  beforeAll(async () => {
    kratos = createServer((request, response) => {
      const id = (request.url ?? '').split('/').at(-1) ?? '';
      asked.push(id);
      const answered = answer(id);
      if (answered === 'never') return;
      response.writeHead(answered.status, { 'content-type': 'application/json' });
      response.end(JSON.stringify(answered.body ?? {}));
    });
    await new Promise<void>((resolve) => kratos.listen(0, '127.0.0.1', resolve));
  });
  afterAll(() => {
    kratos.closeAllConnections();
    kratos.close();
  });
  beforeEach(() => {
    asked = [];
    troubles = [];
    at = 1_000_000;
    answer = (id) => (id === anna ? { status: 200, body: { id, traits: annasTraits } } : { status: 404 });
  });

  const annasTraits = {
    email: 'anna@example.org',
    locale: 'ru',
    place: { zone: 'Europe/Moscow' },
    note: 'x'.repeat(1_000),
  };
  const open = (timeLimitMs = 5_000) =>
    createDirectory({
      source: createKratosSource({
        adminUrl: `http://127.0.0.1:${(kratos.address() as AddressInfo).port}`,
        token: undefined,
        zoneTrait: 'place.zone',
        contextTraits: ['locale', 'note', 'missing'],
      }),
      onTrouble: (failure) => troubles.push(failure),
      now: () => at,
      timeLimitMs,
    });

  test('knows the zone and the chosen traits, and asks once for each person', async () => {
    const directory = open();
    const strangers = Array.from({ length: 40 }, () => randomUUID());
    await Promise.all([
      directory.prepare([anna, ...strangers]),
      directory.prepare([anna]),
      directory.prepare(strangers),
    ]);
    await directory.prepare([anna, ...strangers]);
    expect(directory.zoneOf(anna)).toBe('Europe/Moscow');
    expect(directory.contextOf(anna)).toEqual({ locale: 'ru' });
    expect(asked).toHaveLength(41);
  });

  test('waits for a silent Kratos within its time only, and then leaves it in peace for a while', async () => {
    answer = () => 'never';
    const directory = open(30);
    for (let round = 0; round < 3; round += 1) await directory.prepare([randomUUID()]);
    expect(troubles).toHaveLength(1);
    await directory.prepare([anna]);
    expect(asked).not.toContain(anna);
    answer = (id) => ({ status: 200, body: { id, traits: annasTraits } });
    at += 10_001;
    await directory.prepare([anna]);
    expect(directory.zoneOf(anna)).toBe('Europe/Moscow');
  });

  test('goes on with what it knew while Kratos fails', async () => {
    const directory = open();
    await directory.prepare([anna]);
    answer = () => ({ status: 500 });
    at += 60_001;
    await directory.prepare([anna]);
    expect(directory.zoneOf(anna)).toBe('Europe/Moscow');
    answer = () => ({ status: 200, body: ['no identity'] });
    await directory.prepare([anna]);
    expect(directory.zoneOf(anna)).toBeUndefined();
  });
});
