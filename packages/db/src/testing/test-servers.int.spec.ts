import { createClient } from '@clickhouse/client';
import postgres from 'postgres';
import { describe, expect, it } from 'vitest';
import { createTestClickhouse, createTestDatabase } from './test-servers.ts';

describe('createTestDatabase', () => {
  it('gives every caller a database of its own and takes it away again', async () => {
    const [one, two] = await Promise.all([createTestDatabase(), createTestDatabase()]);
    const first = postgres(one.url, { max: 1 });
    const second = postgres(two.url, { max: 1 });
    await first`create table mine (n int)`;
    expect(await second`select to_regclass('mine') as found`).toEqual([{ found: null }]);
    await Promise.all([first.end(), second.end()]);
    await Promise.all([one.drop(), two.drop()]);
    const gone = postgres(one.url, { max: 1 });
    await expect(gone`select 1`).rejects.toMatchObject({ code: '3D000' });
    await gone.end();
  });
});

describe('createTestClickhouse', () => {
  it('gives a database that the url names', async () => {
    const own = await createTestClickhouse();
    const client = createClient({ url: own.url, log: { level: 127 } });
    const result = await client.query({ query: 'SELECT currentDatabase() AS name', format: 'JSONEachRow' });
    expect(await result.json()).toEqual([{ name: own.database }]);
    await own.drop();
    await expect(client.query({ query: 'SELECT 1' })).rejects.toMatchObject({ code: '81' });
    await client.close();
  });
});
