import { Command } from 'commander';
import { describeTest } from './describe-test.ts';
import { pluginFolder } from './plugin-folders.ts';
import { testPlugin } from './test-plugin.ts';

const examples = `
Examples:
  $ npm run hub -- plugin test my-thing
  $ npm run hub -- plugin test plugins/my-thing --json

Runs the plugin in its own process, as the hub does: what every plugin promises its host, asked with the events of
<id>.fixtures.json, then each scenario of that file. Whom a sink asks, a stand-in answers: nothing is sent. Ends with 1 when something does not hold.`;

export function testCommand(): Command {
  return new Command('test')
    .description('does a plugin keep its promises, and do its fixtures hold')
    .argument('<plugin>', 'its folder or its id')
    .option('--json', 'print the result as JSON', false)
    .addHelpText('after', examples)
    .showHelpAfterError('(add --help for what it takes)')
    .action(async (named: string, { json }: { readonly json: boolean }) => {
      const test = await testPlugin(pluginFolder(named, process.env));
      process.stdout.write(`${json ? JSON.stringify(test) : describeTest(test)}\n`);
      process.exitCode = test.ok ? 0 : 1;
    });
}
