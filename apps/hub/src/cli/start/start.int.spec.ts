import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { freePort } from '@activity-hub/db/embedded/chosen-port';
import { isAlive, livingPostmaster } from '@activity-hub/db/embedded/postmaster-pid';
import { stopProcess } from '@activity-hub/db/embedded/stop-process';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readRunningHub } from './claim-data-dir.ts';

/** Also what a first start may take: it builds the console. */
const START_LIMIT_MS = 180_000;

let dataDir: string;
let environment: Record<string, string | undefined>;
let program: ChildProcess | undefined;
let printed: string;

beforeEach(async () => {
  dataDir = mkdtempSync(path.join(tmpdir(), 'start-'));
  environment = {
    ...process.env,
    HUB_DATA_DIR: dataDir,
    HUB_PORT: String(await freePort()),
    HUB_PROCESS_PORT: String(await freePort()),
    HUB_GRPC_PORT: String(await freePort()),
    CONSOLE_PORT: String(await freePort()),
    DATABASE_URL: undefined,
    CLICKHOUSE_URL: undefined,
    // vitest's own; Next would take the console for one under test.
    NODE_ENV: undefined,
  };
});

afterEach(async () => {
  if (program?.pid !== undefined) await stopProcess(program.pid, [{ signal: 'SIGTERM', waitMs: 30_000 }]);
  const left = livingPostmaster(path.join(dataDir, 'postgres'));
  if (left !== undefined) await stopProcess(left.pid, [{ signal: 'SIGQUIT', waitMs: 5_000 }]);
  rmSync(dataDir, { recursive: true, force: true });
});

async function start(): Promise<ChildProcess> {
  const child = spawn(process.execPath, [path.join(import.meta.dirname, 'start.ts')], {
    env: environment,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  program = child;
  printed = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    printed += text;
  });
  const ended = once(child, 'exit');
  await Promise.race([
    ended,
    expect.poll(() => printed, { timeout: START_LIMIT_MS }).toContain('Activity Hub is ready'),
  ]);
  return child;
}

/** Everything that runs for this data folder or serves one of its ports, found without asking the program. */
async function served(): Promise<string[]> {
  const ports = ['HUB_PORT', 'HUB_PROCESS_PORT', 'CONSOLE_PORT'];
  const answers = await Promise.all(
    ports.map((name) =>
      fetch(`http://127.0.0.1:${environment[name]}/`, { redirect: 'manual' }).then(
        () => [name],
        () => [],
      ),
    ),
  );
  return answers.flat();
}

describe('npm start', () => {
  it(
    'starts everything, starts again in five seconds, and leaves nothing behind',
    async () => {
      const first = await start();
      expect(printed).toContain(`Console   http://127.0.0.1:${environment['CONSOLE_PORT']}`);
      expect(await served()).toHaveLength(3);
      const operatorKey = readFileSync(path.join(dataDir, 'operator-key'), 'utf8').trim();
      expect(operatorKey).toMatch(/^ahk_/);
      expect(statSync(path.join(dataDir, 'operator-key')).mode & 0o077).toBe(0);
      expect(printed).not.toContain(operatorKey);
      const note = readRunningHub(dataDir);
      expect(note?.pid).toBe(first.pid);
      const exited = once(first, 'exit');
      first.kill('SIGINT');
      expect(await exited).toEqual([0, null]);
      expect(await served()).toEqual([]);
      expect(livingPostmaster(path.join(dataDir, 'postgres'))).toBeUndefined();
      expect(readRunningHub(dataDir)).toBeUndefined();
      for (const name of ['hub-ingest.log', 'hub-process.log', 'console.log', 'postgres.log', 'clickhouse.log']) {
        const password = new URL(note?.database_url ?? '').password;
        const log = readFileSync(path.join(dataDir, name), 'utf8');
        expect(log, name).not.toContain(password);
        expect(log, name).not.toContain(operatorKey);
      }

      const again = await start();
      const seconds = Number(/ready \((\d+\.\d) s\)/.exec(printed)?.[1]);
      // Five seconds on an idle machine; the rest is for tests that run beside this one.
      expect(seconds).toBeLessThan(15);

      again.kill('SIGKILL');
      await expect.poll(served, { timeout: 30_000 }).toEqual([]);
      const kept = livingPostmaster(path.join(dataDir, 'postgres'));
      expect(kept).toBeDefined();
      await start();
      expect(printed).toContain(`took over PostgreSQL still running as process ${kept?.pid}`);
      expect(isAlive(kept?.pid ?? 0)).toBe(true);
    },
    2 * START_LIMIT_MS,
  );

  it('names the variable of a port that is in use, and starts nothing', async () => {
    const holder = createServer().listen(Number(environment['HUB_PORT']), '127.0.0.1');
    await once(holder, 'listening');
    const child = await start();
    holder.close();
    expect(child.exitCode).toBe(1);
    expect(printed).toMatch(/Port \d+ for the hub is in use\. .* set HUB_PORT/);
    expect(livingPostmaster(path.join(dataDir, 'postgres'))).toBeUndefined();
  });
});
