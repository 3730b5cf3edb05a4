import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const lookEveryMs = 200;
const ignored = /(^|\/)(__pycache__|node_modules|\.[^/]*)(\/|$)|~$/;

/**
 * Once per burst of changes in a folder, until the signal. It looks instead of having itself told: most editors put a new file in the
 * place of the old one, and a recursive watch of Node on Linux goes on with the old one and says nothing any more.
 */
export function onFolderChange(folder: string, signal: AbortSignal): AsyncGenerator<void> {
  return changesSince(looks(folder), folder, signal);
}

async function* changesSince(first: Promise<string>, folder: string, signal: AbortSignal): AsyncGenerator<void> {
  let told = await first;
  let before = told;
  while (await passes(lookEveryMs, signal)) {
    const now = await looks(folder);
    // Editors write a file in several steps: a burst is over when two looks see the same.
    const settled = now === before;
    before = now;
    if (!settled || now === told) continue;
    told = now;
    yield;
  }
}

/** Names, sizes and times: whoever saves a file changes at least one of them. */
async function looks(folder: string): Promise<string> {
  const names = await readdir(folder, { recursive: true }).catch(() => []);
  const files = names.filter((name) => !ignored.test(name)).sort();
  const found = await Promise.all(
    files.map(async (name) => {
      const seen = await stat(path.join(folder, name)).catch(() => undefined);
      return seen === undefined || seen.isDirectory() ? '' : `${name}\0${seen.ino}\0${seen.size}\0${seen.mtimeMs}\n`;
    }),
  );
  return found.join('');
}

/** @returns false once the signal came */
async function passes(ms: number, signal: AbortSignal): Promise<boolean> {
  return await pause(ms, true, { signal }).catch(() => false);
}
