import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { installPlugin } from './install-plugin.ts';

let directory: string;
const installed = (name = '') => path.join(directory, 'installed', name);

beforeEach(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'install-plugin-'));
});

afterEach(() => rm(directory, { recursive: true }));

async function install(code: string, version: string, former?: string): Promise<void> {
  const folder = path.join(directory, 'mine');
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, 'main.py'), code);
  await installPlugin({ folder, id: 'mine', version, former }, installed());
}

const codeIn = (name: string) => readFile(installed(`${name}/main.py`), 'utf8');

it('keeps code of another version beside the one that comes, and one folder of each version', async () => {
  await install('first', '1.0.0');
  await install('second', '2.0.0', '1.0.0');
  expect(await readdir(installed())).toEqual(['mine', 'mine@1.0.0']);
  await install('first, mended', '1.0.0', '2.0.0');
  expect(await readdir(installed())).toEqual(['mine', 'mine@2.0.0']);
  expect([await codeIn('mine'), await codeIn('mine@2.0.0')]).toEqual(['first, mended', 'second']);
  await install('first, mended twice', '1.0.0');
  expect(await readdir(installed())).toEqual(['mine', 'mine@2.0.0']);
  expect(await codeIn('mine')).toBe('first, mended twice');
});
