import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { hubNodeOptions } from '../hub-program.ts';

const program = fileURLToPath(new URL('./processing-until-stopped.ts', import.meta.url));

export interface LastingProcessing {
  peakRssMb(): number;
  stop(): Promise<void>;
}

/** Runs the process role with the plugins named, and those installed in a folder, beside what is measured. */
export async function startLastingProcessing(options: {
  readonly databaseUrl: string;
  readonly plugins: readonly string[];
  readonly pluginsDir: string;
}): Promise<LastingProcessing> {
  const { databaseUrl, plugins, pluginsDir } = options;
  const child = spawn(
    process.execPath,
    [...hubNodeOptions('process'), program, databaseUrl, plugins.join(','), pluginsDir],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  const exited = once(child, 'exit');
  const first = await Promise.race([once(child.stdout, 'data').then(() => 'running'), exited.then(() => 'ended')]);
  if (first === 'ended') throw new Error(`The processing beside the measurement ended with ${child.exitCode}.`);
  return {
    peakRssMb() {
      const peak = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'));
      return Math.round(Number(peak?.[1] ?? 0) / 1024);
    },
    async stop() {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
      await exited;
    },
  };
}
