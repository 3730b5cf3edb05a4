import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import path from 'node:path';
import { freePort } from '@activity-hub/db/embedded/chosen-port';
import { createTestDatabase, type TestDatabase } from '@activity-hub/db/testing/test-servers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sentEventFixture } from './ingest/testing/sent-event-fixture.ts';
import { startHubProcess } from './testing/hub-process.ts';
import { answerUntilClosed, openSocket, requestHead } from './testing/raw-request.ts';

const mainFile = path.join(import.meta.dirname, 'main.ts');
let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});

afterAll(() => database.drop());

async function runMain(args: readonly string[], env: Readonly<Record<string, string>>) {
  const child = spawn(process.execPath, [mainFile, ...args], { env: { ...process.env, ...env } });
  let errors = '';
  child.stderr.on('data', (chunk: Buffer) => {
    errors += chunk.toString('utf8');
  });
  const [code] = (await once(child, 'exit')) as [number | null];
  return { code, errors };
}

describe('the program', () => {
  it.each([
    ['ingest beside plugins', ['--roles', 'ingest,process'], {}, 'needs a process of its own'],
    ['an unknown role', ['--roles', 'digest'], {}, '"digest" is no role'],
    ['no database', [], { DATABASE_URL: '' }, 'DATABASE_URL is not set'],
    [
      'a database that is away',
      [],
      { DATABASE_URL: 'postgres://hub:secret@127.0.0.1:1/hub' },
      'PostgreSQL cannot be used (ECONNREFUSED)',
    ],
  ])('does not start with %s and says why in one line', async (_name, args, env, reason) => {
    const { code, errors } = await runMain(args, env);
    expect([code, errors.trim().split('\n').length]).toEqual([1, 1]);
    expect(errors).toContain(reason);
    expect(errors).not.toContain('secret');
  });

  it('does not start on a port that is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const address = other.address();
    const port = typeof address === 'object' ? String(address?.port) : '';
    const { code, errors } = await runMain(['--roles', 'ingest'], {
      DATABASE_URL: database.url,
      HUB_PORT: port,
      HUB_GRPC_PORT: '0',
    });
    expect([code, errors]).toEqual([1, expect.stringContaining(`Port ${port} is taken.`)]);
    other.close();
  });

  it('ends a running stream with its last word when it is asked to stop', async () => {
    const hub = await startHubProcess({ roles: 'ingest', env: { DATABASE_URL: database.url }, port: await freePort() });
    const socket = await openSocket(hub.url);
    const answer = answerUntilClosed(socket);
    const headers = { 'Content-Type': 'application/x-ndjson', 'Content-Length': 1_000_000 };
    const firstAnswer = once(socket, 'data');
    socket.write(
      `${requestHead('/activity/events/batch?verdicts=all', headers)}${JSON.stringify(sentEventFixture())}\n`,
    );
    await firstAnswer;
    await hub.stop();
    expect(await answer).toMatch(/"status":"accepted"[\s\S]*"error":\{[\s\S]*"code":"shutting_down"/);
  });
});
