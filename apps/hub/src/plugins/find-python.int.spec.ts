import { execFileSync } from 'node:child_process';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, expect, it, vi } from 'vitest';
import { findPython } from './find-python.ts';

const real = execFileSync('python3', ['-I', '-c', 'import sys; print(sys.executable)'], { encoding: 'utf8' }).trim();

afterEach(() => vi.unstubAllEnvs());

it('finds no Python that is too old for the kit, and none where none is', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'python-'));
  const pretend = `#!/bin/sh\nexec ${real} -I -c 'import sys; sys.version_info = (3, 10, 9); exec(sys.argv[1])' "$3"\n`;
  await writeFile(path.join(folder, 'python3'), pretend);
  await chmod(path.join(folder, 'python3'), 0o755);
  vi.stubEnv('PATH', folder);
  await expect(findPython()).rejects.toThrow('Python 3.11 or newer is needed');
  await rm(folder, { recursive: true });
  await expect(findPython()).rejects.toThrow('Python 3.11 or newer is needed');
  vi.unstubAllEnvs();
  expect((await findPython()).executable).toMatch(/python3/);
});
