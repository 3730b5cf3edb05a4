import { Command } from 'commander';
import { describeTest } from './describe-test.ts';
import { installPlugin } from './install-plugin.ts';
import { installedPlugins, pluginFolder } from './plugin-folders.ts';
import { testPlugin } from './test-plugin.ts';

const examples = `
Examples:
  $ npm run hub -- plugin install my-thing

The folder is copied to HUB_PLUGINS_DIR (plugins/ in the data folder), and only when plugin test passes. The hub looks
there: a new plugin is back-filled from history and then runs; changed code or a new version is taken up as it is found.`;

export function installCommand(): Command {
  return new Command('install')
    .description('test a plugin and give it to the hub')
    .argument('<plugin>', 'its folder or its id')
    .addHelpText('after', examples)
    .showHelpAfterError('(add --help for what it takes)')
    .action(runInstall);
}

async function runInstall(named: string): Promise<void> {
  const folder = pluginFolder(named, process.env);
  const test = await testPlugin(folder);
  if (!test.ok) throw new Error(`${describeTest(test)}\nNothing was installed.`);
  const target = await installPlugin(folder, test.id, installedPlugins(process.env));
  process.stdout.write(
    `${test.id} ${test.version} is installed in ${target}. All ${test.outcomes.length} tests hold.\n`,
  );
}
