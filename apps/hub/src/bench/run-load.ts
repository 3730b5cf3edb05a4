import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import type { LoadPlan, LoadResult } from './load-generator.ts';

const generator = path.join(import.meta.dirname, 'load-generator.ts');

/** Runs the load in its own process and returns what it measured. */
export async function runLoad(plan: LoadPlan): Promise<LoadResult> {
  const { stdout } = await promisify(execFile)(process.execPath, [generator, JSON.stringify(plan)], {
    maxBuffer: 1 << 20,
  });
  return JSON.parse(stdout) as LoadResult;
}
