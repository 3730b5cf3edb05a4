import { fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { nodeEnvironment } from '../../testing/node-environment.ts';
import type { DispatchTuning } from '../start-dispatch.ts';

export interface DispatchProcess {
  /** It has not ended by itself. */
  isAlive(): boolean;
  /** Ends it as a power cut would (SIGKILL). */
  kill(): Promise<void>;
}

/** Runs dispatch in a process of its own and waits until it is ready. */
export async function startDispatchProcess(
  env: Readonly<Record<string, string>>,
  tuning: Partial<DispatchTuning>,
): Promise<DispatchProcess> {
  const child = fork(path.join(import.meta.dirname, 'dispatch-program.ts'), {
    env: { ...nodeEnvironment, ...env, DISPATCH_TUNING: JSON.stringify(tuning) },
    execArgv: [],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const exited = once(child, 'exit');
  const first = await Promise.race([once(child, 'message'), exited]);
  if (first[0] !== 'ready') throw new Error(`Dispatch ended with ${String(first[0])} before it was ready.`);
  return {
    isAlive: () => child.exitCode === null && child.signalCode === null,
    async kill() {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
      await exited;
    },
  };
}
