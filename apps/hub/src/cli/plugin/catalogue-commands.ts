import { pluginList, pluginView } from '@activity-hub/contracts/activity/plugin';
import { logLevels, pluginErrors, pluginLogPage } from '@activity-hub/contracts/activity/plugin-evidence';
import { sinkList } from '@activity-hub/contracts/dispatch/subscription';
import { type Command, Option } from 'commander';
import {
  askActivity,
  askPlugins,
  changePlugin,
  type HubSettings,
  hubCommand,
  placeOf,
  printResult,
} from './ask-plugin.ts';
import {
  describeChanged,
  describeErrors,
  describeLog,
  describePlugin,
  describePlugins,
  describeSinks,
} from './describe-plugin.ts';

const theId = 'as plugin list shows it';

/** The commands that ask a running hub how its plugins are and switch them. */
export function catalogueCommands(): readonly Command[] {
  return [
    listCommand(),
    showCommand(),
    switchCommand('enable', 'let a plugin run'),
    switchCommand('disable', 'stop a plugin until it is enabled; its figures stay as they are'),
    switchCommand('pause', 'let a plugin rest where it stands'),
    switchCommand('resume', 'let a paused plugin go on; it catches up with what came meanwhile'),
    switchCommand('restart', 'start a plugin anew from its checkpoints'),
    switchCommand('reset-quarantine', 'let a plugin that stopped itself run again, once it was mended'),
    logsCommand(),
    errorsCommand(),
  ];
}

function listCommand(): Command {
  return hubCommand('list', 'list the plugins with how they run, and the sinks', '').action(
    async (settings: HubSettings) => {
      const plugins = await askPlugins(settings, '', pluginList);
      const { items: sinks } = await askActivity(settings, '/sinks', sinkList);
      const listed = { ...plugins, sinks };
      printResult(settings, listed, () => [describePlugins(plugins), ...describeSinks(sinks)].join('\n'));
    },
  );
}

function showCommand(): Command {
  return hubCommand('show', 'show a plugin: how it runs, its configuration and its revisions', 'streak')
    .argument('<plugin>', theId)
    .action(async (pluginId: string, settings: HubSettings) => {
      printResult(settings, await askPlugins(settings, placeOf(pluginId), pluginView), describePlugin);
    });
}

function switchCommand(verb: string, description: string): Command {
  return hubCommand(verb, description, 'streak')
    .argument('<plugin>', theId)
    .action(async (pluginId: string, settings: HubSettings) => {
      printResult(settings, await changePlugin(settings, placeOf(pluginId, verb)), describeChanged);
    });
}

function logsCommand(): Command {
  return hubCommand('logs', 'read what a plugin and its host said, oldest first', 'streak --level warn --limit 200')
    .argument('<plugin>', theId)
    .addOption(new Option('--level <level>', 'this one and what is worse').choices(logLevels).default('info'))
    .option('--limit <lines>', 'the newest so many', '50')
    .action(async (pluginId: string, settings: HubSettings & { readonly level: string; readonly limit: string }) => {
      const query = new URLSearchParams({ level: settings.level, limit: settings.limit });
      printResult(
        settings,
        await askPlugins(settings, `${placeOf(pluginId, 'logs')}?${query.toString()}`, pluginLogPage),
        describeLog,
      );
    });
}

function errorsCommand(): Command {
  return hubCommand('errors', 'show the events a plugin failed at, by reason', 'streak --limit 5')
    .argument('<plugin>', theId)
    .option('--limit <groups>', 'the largest so many', '20')
    .action(async (pluginId: string, settings: HubSettings & { readonly limit: string }) => {
      const query = new URLSearchParams({ limit: settings.limit });
      printResult(
        settings,
        await askPlugins(settings, `${placeOf(pluginId, 'errors')}?${query.toString()}`, pluginErrors),
        describeErrors,
      );
    });
}
