import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { inTheOpen } from './sandbox.ts';

it.each([0, 10, 19])(
  'yields by a niceness of %i, among all sessions too where the kernel shares processors between sessions',
  async (niceness) => {
    const program = {
      command: ['sh', '-c', 'nice; cat /proc/self/autogroup || true'],
      folder: '/tmp',
      reads: [],
    } as const;
    const { command, args, cwd, env } = inTheOpen(program, niceness);
    const { stdout } = await promisify(execFile)(command, args, { cwd, env });
    const [ofProcess, session = ''] = stdout.split('\n');
    expect(ofProcess).toBe(`${niceness}`);
    if (existsSync('/proc/self/autogroup')) expect(session).toMatch(new RegExp(`nice ${niceness}$`));
  },
);
