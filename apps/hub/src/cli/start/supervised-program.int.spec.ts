import { fork } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { freePort } from '@activity-hub/db/embedded/chosen-port';
import { isAlive } from '@activity-hub/db/embedded/postmaster-pid';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { answersWith } from './ready-answer.ts';
import { SupervisedProgram } from './supervised-program.ts';

let folder: string;
let port: number;
let program: SupervisedProgram | undefined;
let troubles: string[];

const SERVER = `
  import { createServer } from 'node:http';
  process.on('SIGTERM', () => { if (process.argv[2] !== 'deaf') process.exit(0); });
  if (process.argv[2] === 'broken') throw new Error('no luck today');
  createServer((request, response) => response.end(String(process.pid))).listen(Number(process.env.PORT), '127.0.0.1');
`;

beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'supervised-'));
  port = await freePort();
  troubles = [];
  writeFileSync(path.join(folder, 'server.mjs'), SERVER);
});

afterEach(async () => {
  await program?.stop();
  program = undefined;
  rmSync(folder, { recursive: true, force: true });
});

function supervised(...args: string[]): SupervisedProgram {
  program = new SupervisedProgram({
    name: 'the server',
    args: [path.join(folder, 'server.mjs'), ...args],
    cwd: folder,
    environment: { PORT: String(port) },
    logFile: path.join(folder, 'server.log'),
    isReady: () => answersWith(`http://127.0.0.1:${port}/`, (status) => status === 200),
    readyLimitMs: 10_000,
    stopLimitMs: 300,
    onTrouble: (sentence) => troubles.push(sentence),
    backoffMs: [10],
  });
  return program;
}

async function answeringPid(): Promise<number | undefined> {
  try {
    return Number(await (await fetch(`http://127.0.0.1:${port}/`)).text());
  } catch {
    return undefined;
  }
}

describe('SupervisedProgram', () => {
  it('is ready when it answers, and gone after its stop', async () => {
    const running = supervised();
    await running.start();
    const pid = await answeringPid();
    expect(pid).toBe(running.pid);
    await running.stop();
    expect(isAlive(pid ?? 0)).toBe(false);
    expect(troubles).toEqual([]);
  });

  it('starts a killed program again and says so', async () => {
    const running = supervised();
    await running.start();
    const first = await answeringPid();
    process.kill(first ?? 0, 'SIGKILL');
    await expect.poll(answeringPid, { timeout: 10_000 }).not.toBeOneOf([first, undefined]);
    expect(troubles).toEqual([expect.stringMatching(/^the server ended \(SIGKILL\); it starts again in/)]);
  });

  it('gives the last words of a program that ends while starting, and starts it no more', async () => {
    await expect(supervised('broken').start()).rejects.toThrow(
      /ended while starting \(exit code 1\)[\s\S]*no luck today/,
    );
    expect(troubles).toEqual([]);
  });

  it('kills a program that does not heed the stop', async () => {
    const running = supervised('deaf');
    await running.start();
    const pid = await answeringPid();
    await running.stop();
    expect(isAlive(pid ?? 0)).toBe(false);
  });

  it('leaves no program behind when the start program is killed', async () => {
    const parent = path.join(folder, 'parent.ts');
    const settings = { args: [path.join(folder, 'server.mjs')], cwd: folder, logFile: path.join(folder, 'server.log') };
    writeFileSync(
      parent,
      `import { SupervisedProgram } from ${JSON.stringify(path.join(import.meta.dirname, 'supervised-program.ts'))};
       import { answersWith } from ${JSON.stringify(path.join(import.meta.dirname, 'ready-answer.ts'))};
       await new SupervisedProgram({
         ...${JSON.stringify(settings)}, name: 'orphan', environment: { PORT: '${port}' },
         isReady: () => answersWith('http://127.0.0.1:${port}/', (status) => status === 200),
         readyLimitMs: 10_000, stopLimitMs: 300, onTrouble: () => {},
       }).start();
       process.send('ready');`,
    );
    const start = fork(parent, { execArgv: [] });
    await new Promise((resolve) => start.once('message', resolve));
    const pid = await answeringPid();
    expect(pid).toBeDefined();
    start.kill('SIGKILL');
    await expect.poll(() => isAlive(pid ?? 0), { timeout: 10_000 }).toBe(false);
    expect(readFileSync(path.join(folder, 'server.log'), 'utf8')).toBe('');
  });
});
