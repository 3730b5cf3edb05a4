import { existsSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { Command } from 'commander';
import { demandFreeId } from './demand-free-id.ts';
import { installedPlugins } from './plugin-folders.ts';

export function removeCommand(): Command {
  return new Command('remove')
    .description('take an installed plugin away from the hub; what it made stays')
    .argument('<id>', 'as it is installed')
    .addHelpText(
      'after',
      '\nExample:\n  $ npm run hub -- plugin remove my-thing\n\nTakes the earlier versions that were kept with it too.',
    )
    .showHelpAfterError('(add --help for what it takes)')
    .action(async (id: string) => {
      const from = installedPlugins(process.env);
      const names = existsSync(from) ? await readdir(from) : [];
      const folders = names.filter((name) => name === id || name.startsWith(`${id}@`));
      if (folders.length === 0) {
        await demandFreeId(id, `npm run hub -- plugin disable ${id} stops it.`);
        throw new Error(`There is no plugin ${id} in ${from}. plugin list names those that are installed.`);
      }
      for (const folder of folders) await rm(path.join(from, folder), { recursive: true });
      process.stdout.write(`${id} is removed. The events it derived and its last states stay.\n${silence(id)}\n`);
    });
}

const silence = (id: string): string =>
  `So that nobody is alarmed that it is gone: npm run hub -- plugin disable ${id}`;
