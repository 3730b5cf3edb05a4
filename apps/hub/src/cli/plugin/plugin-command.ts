import { Command } from 'commander';
import { catalogueCommands } from './catalogue-commands.ts';
import { devCommand } from './dev-command.ts';
import { installCommand } from './install-command.ts';
import { newCommand } from './new-command.ts';
import { removeCommand } from './remove-command.ts';
import { revisionCommands } from './revision-commands.ts';
import { testCommand } from './test-command.ts';
import { tryCommand } from './try-command.ts';

const examples = `
Examples:
  $ npm run hub -- plugin new --kind aggregator my-thing            a small complete plugin in plugins/my-thing
  $ npm run hub -- plugin new --kind sink my-messages               the same of one that sends events on
  $ npm run hub -- plugin test my-thing                             does it keep its promises
  $ npm run hub -- plugin try my-thing --from 2026-01-01            what it makes of real past events, or would send
  $ npm run hub -- plugin install my-thing                          let the hub run it
  $ npm run hub -- plugin list                                      what is installed and how it runs
  $ npm run hub -- plugin configure activity-score --set 'milestones=[50,100,500]'
  $ npm run hub -- plugin fold-again streak                         its figures once more from the log, beside the live
  $ npm run hub -- plugin difference activity-score 1.0.0+2         what the new configuration would change
  $ npm run hub -- plugin promote activity-score 1.0.0+2 --confirm activity-score
  $ npm run hub -- plugin rollback activity-score --confirm activity-score
  $ npm run hub -- plugin errors streak                             the events it failed at

docs/plugins/tutorial.md goes from the first line to the console in 15 minutes, docs/plugins/sinks.md says how a sink differs.
docs/operations/plugins.md says what each of them does to running figures.`;

export function pluginCommand(): Command {
  const command = new Command('plugin')
    .description('write, try, run, configure and promote plugins')
    .addHelpText('after', examples);
  for (const each of [...catalogueCommands(), ...revisionCommands(), ...authorCommands()]) command.addCommand(each);
  return command;
}

function authorCommands(): readonly Command[] {
  return [newCommand(), testCommand(), tryCommand(), devCommand(), installCommand(), removeCommand()];
}
