import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { Command } from 'commander';
import { installedPlugins } from './plugin-folders.ts';

export function removeCommand(): Command {
  return new Command('remove')
    .description('take an installed plugin away from the hub; what it made stays')
    .argument('<id>', 'as it is installed')
    .showHelpAfterError('(add --help for what it takes)')
    .action(async (id: string) => {
      const folder = path.join(installedPlugins(process.env), path.basename(id));
      if (!existsSync(path.join(folder, 'plugin.json')))
        throw new Error(`There is no plugin ${id} in ${installedPlugins(process.env)}.`);
      await rm(folder, { recursive: true });
      process.stdout.write(`${id} is removed. The events it derived and its last states stay.\n`);
    });
}
