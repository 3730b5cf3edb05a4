import { existsSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { Command } from 'commander';
import { demandFreeId } from './demand-free-id.ts';
import { descriptorOf } from './open-plugin-folder.ts';
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
      const isSink = await descriptorOf(path.join(from, id)).then(
        ({ kind }) => kind === 'sink',
        () => false,
      );
      for (const folder of folders) await rm(path.join(from, folder), { recursive: true });
      process.stdout.write(`${id} is removed. ${isSink ? goneSink : goneProgram(id)}\n`);
    });
}

const goneProgram = (id: string): string =>
  `The events it derived and its last states stay.\nSo that nobody is alarmed that it is gone: npm run hub -- plugin disable ${id}`;

const goneSink =
  'What was sent stays sent. Pause or remove the subscriptions with it: without it nothing reaches them.';
