import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { hubNodeOptions } from '../hub-program.ts';

const program = fileURLToPath(new URL('./process-under-bench.ts', import.meta.url));

export interface ProcessRun {
  readonly seconds: number;
  readonly peakRssMb: number;
  /** User and system, of all its threads. */
  readonly cpuSeconds: number;
  /** Seconds until a quarter, half, three quarters and all of the log were done. */
  readonly quarters: readonly number[];
}

/** Lets a process of its own fold the whole log with the plugins named, from nothing to the last event. */
export async function runProcessing(databaseUrl: string, plugins: readonly string[]): Promise<ProcessRun> {
  const profile = process.env['HUB_BENCH_PROFILE'];
  const profiling = profile === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${path.resolve(profile)}`];
  const child = spawn(
    process.execPath,
    [...hubNodeOptions('process'), ...profiling, program, databaseUrl, plugins.join(',')],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  let printed = '';
  child.stdout.on('data', (chunk: Buffer) => {
    printed += chunk.toString('utf8');
  });
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error(`The processing under measurement ended with ${String(code)}.`);
  return JSON.parse(printed.trim().split('\n').at(-1) ?? '') as ProcessRun;
}
