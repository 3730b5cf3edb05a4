import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { claimDataDir, type RunningHub, readRunningHub } from './claim-data-dir.ts';

const hub = (pid: number): RunningHub => ({
  pid,
  hub_url: 'http://h',
  process_url: 'http://p',
  console_url: 'http://c',
});
let dataDir: string;

beforeEach(() => {
  dataDir = mkdtempSync(path.join(tmpdir(), 'claim-'));
});

afterEach(() => {
  rmSync(dataDir, { recursive: true, force: true });
});

describe('claimDataDir', () => {
  it('refuses a folder that a living hub holds, and takes it when that is gone', async () => {
    writeFileSync(path.join(dataDir, 'start.mjs'), 'setInterval(() => {}, 1000)');
    const other = spawn(process.execPath, [path.join(dataDir, 'start.mjs')]);
    const ended = new Promise((resolve) => other.once('exit', resolve));
    writeFileSync(path.join(dataDir, 'running-hub.json'), JSON.stringify(hub(other.pid ?? 0)));
    expect(() => claimDataDir(dataDir, hub(process.pid))).toThrow(/already runs on .*console http:\/\/c/);
    other.kill('SIGKILL');
    await ended;
    const claim = claimDataDir(dataDir, hub(process.pid));
    claim.note({ ...hub(process.pid), database_url: 'postgres://secret' });
    expect(readRunningHub(dataDir)?.database_url).toBe('postgres://secret');
    expect(statSync(path.join(dataDir, 'running-hub.json')).mode & 0o777).toBe(0o600);
    claim.release();
    expect(readRunningHub(dataDir)).toBeUndefined();
  });
});
