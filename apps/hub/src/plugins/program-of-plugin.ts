import { realpathSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { findPython, type Python } from './find-python.ts';
import type { PluginDescriptor } from './plugin-descriptor.ts';
import type { PluginLimits } from './plugin-limits.ts';
import type { Program } from './sandbox.ts';

const here = realpathSync(fileURLToPath(new URL('.', import.meta.url)));
const project = path.resolve(here, '../../../..');
const kit = path.join(project, 'packages/plugin-python');

/** The command that runs a plugin's file, and what it has to read for that. @throws PluginError when its runtime is missing */
export async function programOfPlugin(
  descriptor: Pick<PluginDescriptor, 'runtime' | 'main' | 'folder'>,
  limits: PluginLimits,
  trusted: boolean,
): Promise<Program> {
  const { folder, runtime } = descriptor;
  const main = path.join(folder, descriptor.main);
  return runtime === 'node' ? nodeProgram(folder, main, limits, trusted) : await pythonProgram(folder, main, trusted);
}

function nodeProgram(folder: string, main: string, { memoryMb }: PluginLimits, trusted: boolean): Program {
  const node = realpathSync(process.execPath);
  const packages = ['apps/hub/package.json', 'packages/contracts', 'node_modules'].map((name) =>
    path.join(project, name),
  );
  const reads = [here, ...packages];
  // The heap stays below the limit of the whole process, so that V8 collects before the process is killed.
  const heap = `--max-old-space-size=${Math.floor(memoryMb * 0.75)}`;
  const permissions = ['--permission', ...[folder, ...reads].map((name) => `--allow-fs-read=${name}`)];
  const flags = [
    heap,
    '--max-semi-space-size=8',
    '--disable-warning=ExperimentalWarning',
    '--disable-warning=SecurityWarning',
  ];
  return {
    command: [node, ...flags, ...(trusted ? [] : permissions), path.join(here, 'run-plugin.ts'), main],
    folder,
    reads: [node, ...reads],
  };
}

async function pythonProgram(folder: string, main: string, trusted: boolean): Promise<Program> {
  const { executable, prefix } = await foundPython();
  const script = path.join(here, 'run_plugin.py');
  // Isolated: neither the environment nor a folder of the user's is looked at.
  const command = [executable, '-I', '-B', script, kit, main, ...(trusted ? [] : ['--sealed'])] as const;
  const own = prefix === '/usr' ? [] : [prefix];
  return { command: [...command], folder, reads: [script, kit, ...own] };
}

let python: Promise<Python> | undefined;

/** Looked for until it is found. */
async function foundPython(): Promise<Python> {
  python ??= findPython().catch((error: unknown) => {
    python = undefined;
    throw error;
  });
  return await python;
}
