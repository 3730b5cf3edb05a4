import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { onFolderChange } from './on-folder-change.ts';

let folder: string;
let stop: AbortController;
const file = (name: string): string => path.join(folder, name);

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'on-folder-change-'));
  await mkdir(file('parts'));
  await writeFile(file('plugin.ts'), '0');
  stop = new AbortController();
});

afterEach(async () => {
  stop.abort();
  await rm(folder, { recursive: true, force: true });
});

/** As vim and sed save: a new file in the place of the old one. */
async function replace(name: string, text: string): Promise<void> {
  await writeFile(file('.saved'), text);
  await rename(file('.saved'), file(name));
}

const saves: readonly (readonly [string, () => Promise<void>])[] = [
  ['a file in the place of another', () => replace('plugin.ts', '1')],
  ['once more, as long as before', () => replace('plugin.ts', '2')],
  ['written over', () => writeFile(file('plugin.ts'), '34')],
  ['a file more in a folder', () => writeFile(file('parts/more.ts'), '5')],
  ['that one replaced', () => replace('parts/more.ts', '6')],
  ['that one gone', () => rm(file('parts/more.ts'))],
];

test('every save is told once, however it is made', async () => {
  const changes = onFolderChange(folder, stop.signal);
  let told = 0;
  const listening = (async () => {
    for await (const _change of changes) told++;
  })();
  for (const [at, [what, save]] of saves.entries()) {
    await save();
    await expect.poll(() => told, { message: what, timeout: 3_000 }).toBe(at + 1);
  }
  await Promise.all([writeFile(file('.plugin.ts.swp'), 'x'), writeFile(file('plugin.ts~'), 'x')]);
  await pause(700);
  expect(told).toBe(saves.length);
  stop.abort();
  await listening;
});

test('what was saved while the first run lasted is told', async () => {
  const changes = onFolderChange(folder, stop.signal);
  await pause(50);
  await replace('plugin.ts', '1');
  await pause(50);
  expect(await changes.next()).toEqual({ done: false, value: undefined });
});
