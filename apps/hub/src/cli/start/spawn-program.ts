import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';
import type { ServerLog } from '@activity-hub/db/embedded/server-log';

const PRELOAD = path.join(import.meta.dirname, 'exit-with-parent.ts');

/**
 * A Node program as a direct child, writing to its log, that ends when this process does. Never through
 * `npm run`: killing that leaves its script alive. In a process group of its own: Ctrl-C in a terminal
 * reaches only the start program, which stops the others in order.
 */
export function spawnProgram(options: {
  readonly args: readonly string[];
  readonly cwd: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly log: ServerLog;
}): ChildProcess {
  return options.log.start((file) =>
    spawn(process.execPath, ['--import', PRELOAD, ...options.args], {
      cwd: options.cwd,
      env: { ...process.env, ...options.environment, HUB_EXIT_WITH_PARENT: String(process.pid) },
      stdio: ['ignore', file, file, 'ipc'],
      detached: true,
    }),
  );
}
