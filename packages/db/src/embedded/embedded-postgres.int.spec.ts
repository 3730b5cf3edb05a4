import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import postgres from 'postgres';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { freePort } from './chosen-port.ts';
import { type EmbeddedPostgres, startEmbeddedPostgres } from './embedded-postgres.ts';
import { isAlive, livingPostmaster } from './postmaster-pid.ts';

let dataDir: string;
let server: EmbeddedPostgres | undefined;

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'embedded-postgres-'));
});

afterEach(async () => {
  await server?.stop();
  server = undefined;
  rmSync(dataDir, { recursive: true, force: true });
});

async function rows(url: string, query: string): Promise<unknown[]> {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  try {
    return await sql.unsafe(query);
  } finally {
    await sql.end({ timeout: 1 });
  }
}

describe('embedded PostgreSQL', () => {
  it('makes a database `hub` in UTF-8 with checksums and durable commits', async () => {
    const said: string[] = [];
    server = await startEmbeddedPostgres({
      dataDir,
      settings: { work_mem: '7MB' },
      onProgress: (message) => said.push(message),
    });
    const [found] = (await rows(
      server.url,
      `select current_database() as name, current_user as role, current_setting('server_encoding') as encoding,
        current_setting('data_checksums') as checksums, current_setting('fsync') as fsync,
        current_setting('listen_addresses') as addresses, current_setting('work_mem') as work_mem,
        (select datlocale from pg_database where datname = 'hub') as icu, current_setting('lc_collate', true) as collate`,
    )) as [Record<string, string>];
    expect(found).toMatchObject({ name: 'hub', role: 'hub', encoding: 'UTF8', checksums: 'on', fsync: 'on' });
    expect(found).toMatchObject({ addresses: '127.0.0.1', work_mem: '7MB' });
    expect(said).toContain('making the PostgreSQL data folder');
  });

  it('asks for the generated password, which only its owner may read', async () => {
    server = await startEmbeddedPostgres({ dataDir, durable: false });
    const wrong = new URL(server.url);
    wrong.password = 'guessed';
    await expect(rows(wrong.href, 'select 1')).rejects.toMatchObject({ code: '28P01' });
    wrong.password = '';
    await expect(rows(wrong.href, 'select 1')).rejects.toThrow();
    expect(statSync(join(dataDir, 'postgres-password')).mode & 0o777).toBe(0o600);
    expect(readFileSync(join(dataDir, 'postgres.log'), 'utf8')).not.toContain(new URL(server.url).password);
  });

  it('starts again after a kill -9 of the server, with every committed row and at the same address', async () => {
    const killed = await startEmbeddedPostgres({ dataDir });
    await rows(killed.url, 'create table kept (n int); insert into kept select generate_series(1, 1000)');
    process.kill(killed.pid, 'SIGKILL');
    server = await startEmbeddedPostgres({ dataDir });
    expect(server.adopted).toBe(false);
    expect(server.url).toBe(killed.url);
    expect(await rows(server.url, 'select count(*)::int as n from kept')).toEqual([{ n: 1000 }]);
  });

  it('takes over a server whose hub was killed, and can stop it', async () => {
    const orphan = await startEmbeddedPostgres({ dataDir, durable: false });
    server = await startEmbeddedPostgres({ dataDir, durable: false });
    expect(server).toMatchObject({ adopted: true, pid: orphan.pid, url: orphan.url });
    await server.stop();
    expect(isAlive(orphan.pid)).toBe(false);
    expect(existsSync(join(dataDir, 'postgres', 'postmaster.pid'))).toBe(false);
  });

  it('stops an orphan on another port than the one asked for and starts anew', async () => {
    const orphan = await startEmbeddedPostgres({ dataDir, durable: false });
    const port = await freePort();
    server = await startEmbeddedPostgres({ dataDir, durable: false, port });
    expect(isAlive(orphan.pid)).toBe(false);
    expect(new URL(server.url).port).toBe(String(port));
  });

  it('takes no other process with the same pid for a server', async () => {
    server = await startEmbeddedPostgres({ dataDir, durable: false });
    expect(livingPostmaster(join(dataDir, 'postgres'))?.pid).toBe(server.pid);
    expect(livingPostmaster(dataDir)).toBeUndefined();
  });

  it('says what is missing when the password file is gone', async () => {
    server = await startEmbeddedPostgres({ dataDir, durable: false });
    await server.stop();
    rmSync(join(dataDir, 'postgres-password'));
    await expect(startEmbeddedPostgres({ dataDir })).rejects.toThrow(/postgres-password is missing/);
  });
});
