import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { inBuildTurn } from './build-turn.ts';

it('lets one build run at a time, and is not stopped by one that died', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'build-turn-'));
  try {
    mkdirSync(path.join(folder, '.next'));
    // No process has this number: the largest that Linux gives is 2^22.
    writeFileSync(path.join(folder, '.next', 'building'), '99999999');
    let running = 0;
    let most = 0;
    const build = () =>
      inBuildTurn(folder, async () => {
        running++;
        most = Math.max(most, running);
        await pause(20);
        running--;
      });
    await Promise.all([build(), build(), build()]);
    expect(most).toBe(1);
    await expect(inBuildTurn(folder, () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
    await build();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
