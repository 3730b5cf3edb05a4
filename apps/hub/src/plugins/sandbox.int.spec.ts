import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { inTheOpen } from './sandbox.ts';

it('comes last for processors, among all sessions too where the kernel shares them between sessions', async () => {
  const { command, args, cwd, env } = inTheOpen({
    command: ['sh', '-c', 'nice; cat /proc/self/autogroup || true'],
    folder: '/tmp',
    reads: [],
  });
  const { stdout } = await promisify(execFile)(command, args, { cwd, env });
  const [niceness, session = ''] = stdout.split('\n');
  expect(niceness).toBe('19');
  if (existsSync('/proc/self/autogroup')) expect(session).toMatch(/nice 19$/);
});
