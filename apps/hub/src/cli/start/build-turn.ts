import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { isAlive } from '@activity-hub/db/embedded/postmaster-pid';

const pollMs = 250;

function claim(file: string): boolean {
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' });
    return true;
  } catch (failure) {
    if ((failure as NodeJS.ErrnoException).code !== 'EEXIST') throw failure;
    return false;
  }
}

/** A claim that its maker did not live to lift counts for nothing. */
function isAbandoned(file: string): boolean {
  try {
    const pid = Number(readFileSync(file, 'utf8'));
    return pid > 0 && !isAlive(pid);
  } catch {
    return false;
  }
}

/**
 * One build at a time in a folder: two would write over each other's files. Whoever comes second waits,
 * and then most often finds the work done.
 */
export async function inBuildTurn<Result>(folder: string, build: () => Promise<Result>): Promise<Result> {
  const file = path.join(folder, '.next', 'building');
  mkdirSync(path.dirname(file), { recursive: true });
  while (!claim(file)) {
    if (isAbandoned(file)) rmSync(file, { force: true });
    else await pause(pollMs);
  }
  try {
    return await build();
  } finally {
    rmSync(file, { force: true });
  }
}
