import { existsSync } from 'node:fs';
import path from 'node:path';
import { Command } from 'commander';
import { demandFreeId } from './demand-free-id.ts';
import { describeTest } from './describe-test.ts';
import { installPlugin } from './install-plugin.ts';
import { openPluginFolder } from './open-plugin-folder.ts';
import { installedPlugins, pluginFolder } from './plugin-folders.ts';
import { testPlugin } from './test-plugin.ts';

const examples = `
Examples:
  $ npm run hub -- plugin install my-thing

The folder is copied to HUB_PLUGINS_DIR (plugins/ in the data folder), and only when plugin test passes. The hub looks
there: a new plugin is back-filled from history and then runs, and changed code is taken up as it is found. Code of another
version is built as a shadow beside the live one, whose code is kept: plugin difference compares, plugin promote changes over.
A sink sends nothing until there is a subscription with it, and takes the place of its former version.`;

const first = 'The hub takes it up within seconds, and first builds its states from history.';
const again = 'The hub takes up the new code within seconds, and goes on with the states it has.';

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
  await demandFreeId(test.id);
  const into = installedPlugins(process.env);
  const before = path.join(into, test.id);
  const known = existsSync(before);
  // A sink has no states that another version would have to build first: nothing of the former one is kept.
  const former = test.kind === 'sink' ? undefined : await formerVersion(before, test.version);
  const target = await installPlugin({ folder, id: test.id, version: test.version, former }, into);
  process.stdout.write(
    [
      `${test.id} ${test.version} is installed in ${target}. All ${test.outcomes.length} tests hold.`,
      ...(test.kind === 'sink'
        ? nextForSink(test.id, known)
        : [
            former === undefined ? (known ? again : first) : `It is built beside ${former}.`,
            `See how it runs: npm run hub -- plugin show ${test.id}, or Plugins in the console.`,
          ]),
      '',
    ].join('\n'),
  );
}

function nextForSink(id: string, known: boolean): readonly string[] {
  const subscribe = `in the console under Subscriptions → New, or by POST /activity/subscriptions with {"kind": "sink", "sink_id": "${id}"} as destination.`;
  return known
    ? ['The hub takes up the new code within seconds, and its subscriptions go on with it.', `One more: ${subscribe}`]
    : [`It sends nothing by itself. Make a subscription with it: ${subscribe}`];
}

/** The version of what is installed, unless it is the one that comes, or does not run: nobody goes back to that. */
async function formerVersion(target: string, coming: string): Promise<string | undefined> {
  if (!existsSync(path.join(target, 'plugin.json'))) return undefined;
  const former = await openPluginFolder(target).catch(() => undefined);
  return former?.manifest.version === coming ? undefined : former?.manifest.version;
}
