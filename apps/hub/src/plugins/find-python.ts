import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { PluginError } from '@activity-hub/contracts/plugin/plugin-error';

const run = promisify(execFile);

export interface Python {
  readonly executable: string;
  /** Where it is installed, with its library. */
  readonly prefix: string;
}

// An older one would fail at the first instant it reads, and so at every event.
const about =
  'import os, sys; assert sys.version_info >= (3, 11); print(os.path.realpath(sys.executable), sys.base_prefix, sep="\\n")';

/** What is called python3 here. @throws PluginError when it is missing, or too old for the kit */
export async function findPython(): Promise<Python> {
  try {
    const { stdout } = await run('python3', ['-I', '-c', about]);
    const [executable = '', prefix = ''] = stdout.trim().split('\n');
    return { executable, prefix };
  } catch {
    throw new PluginError('no_python');
  }
}
