import { Command } from 'commander';
import { catalogueCommands } from './catalogue-commands.ts';
import { revisionCommands } from './revision-commands.ts';

const examples = `
Examples:
  $ npm run hub -- plugin list                                      what is installed and how it runs
  $ npm run hub -- plugin configure activity-score --set 'milestones=[50,100,500]'
  $ npm run hub -- plugin difference activity-score 1.0.0+2         what the new configuration would change
  $ npm run hub -- plugin promote activity-score 1.0.0+2 --confirm activity-score
  $ npm run hub -- plugin rollback activity-score --confirm activity-score
  $ npm run hub -- plugin errors streak                             the events it failed at

docs/operations/plugins.md says what each of them does to running figures.`;

export function pluginCommand(): Command {
  const command = new Command('plugin')
    .description('run, configure and promote plugins')
    .addHelpText('after', examples);
  for (const each of [...catalogueCommands(), ...revisionCommands()]) command.addCommand(each);
  return command;
}
