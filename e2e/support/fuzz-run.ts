import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';

const root = path.join(import.meta.dirname, '../..');
const specs = ['fuzz.int.spec.ts', 'bad-input.int.spec.ts'];

/** Sends the hub whatever its fuzz specs think of, each property for so many seconds: whether all of them held. */
export async function fuzzRun(seconds: number): Promise<boolean> {
  const args = [path.join(root, 'node_modules/vitest/vitest.mjs'), 'run', '--project', 'int', ...specs];
  const env = { ...process.env, FUZZ_MS: String(seconds * 1_000) };
  const child = spawn(process.execPath, args, { cwd: root, env, stdio: 'inherit' });
  const [code] = await once(child, 'exit');
  return code === 0;
}
