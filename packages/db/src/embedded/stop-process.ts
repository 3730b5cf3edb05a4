import { setTimeout as sleep } from 'node:timers/promises';
import { isAlive } from './postmaster-pid.ts';

/**
 * Sends each signal in turn and gives the process its time to leave. Works for processes that are not
 * our children (an adopted server), which is why it asks for the pid instead of awaiting an exit event.
 */
export async function stopProcess(
  pid: number,
  steps: ReadonlyArray<{ signal: NodeJS.Signals; waitMs: number }>,
): Promise<boolean> {
  for (const { signal, waitMs } of steps) {
    try {
      process.kill(pid, signal);
    } catch {
      return true;
    }
    const until = performance.now() + waitMs;
    while (performance.now() < until) {
      if (!isAlive(pid)) return true;
      await sleep(5);
    }
  }
  return !isAlive(pid);
}
