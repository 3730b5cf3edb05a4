import { readFile } from 'node:fs/promises';
import { type PluginView, pluginView } from '@activity-hub/contracts/activity/plugin';
import { revisionDifference } from '@activity-hub/contracts/activity/plugin-evidence';
import { type Command, InvalidArgumentError } from 'commander';
import { askPlugins, changePlugin, type HubSettings, hubCommand, placeOf, printResult } from './ask-plugin.ts';
import { describeChanged, describeDifference } from './describe-plugin.ts';

const theId = 'as plugin list shows it';
const theRevision = 'as plugin show names it, for example 1.0.0+2';

interface Confirmed extends HubSettings {
  readonly confirm?: string;
}

/** The commands that make, compare and promote revisions of a plugin. */
export function revisionCommands(): readonly Command[] {
  return [
    configureCommand(),
    foldAgainCommand(),
    differenceCommand(),
    promoteCommand(),
    rollbackCommand(),
    discardCommand(),
  ];
}

interface ConfigureSettings extends HubSettings {
  readonly set: Readonly<Record<string, unknown>>;
  readonly file?: string;
  readonly note?: string;
}

const configureExample = `activity-score --set 'milestones=[50,100,500]' --note 'One more to reach'`;
const configureHelp = `
--set changes settings of the live configuration; --file replaces all of it. Nothing that people see changes: the
hub builds a shadow from the log. Look at it with plugin difference, then plugin promote.`;

function configureCommand(): Command {
  return hubCommand(
    'configure',
    'build a shadow with another configuration, or with newly installed code',
    configureExample,
  )
    .argument('<plugin>', theId)
    .option('--set <name=value...>', 'a setting and its value as JSON; repeat it for more', setting, {})
    .option('--file <path>', 'a JSON file with the whole configuration')
    .option('--note <text>', 'why, for those who come after')
    .addHelpText('after', configureHelp)
    .action(async (pluginId: string, settings: ConfigureSettings) => {
      const { file, note, set } = settings;
      const base = file === undefined ? await liveConfig(settings, pluginId) : parsed(await readFile(file, 'utf8'));
      const body = { config: { ...(base as object), ...set }, ...(note === undefined ? {} : { note }) };
      printResult(settings, await changePlugin(settings, placeOf(pluginId, 'revisions'), body), describeMadeShadow);
    });
}

const foldAgainHelp = `
For figures that are not to be trusted: states were damaged, or made by earlier code of the same version. Nothing that
people see changes: the hub builds a shadow from the log. Look at it with plugin difference, then plugin promote.`;

function foldAgainCommand(): Command {
  return hubCommand(
    'fold-again',
    'build a shadow with the code and the configuration of the live revision, from the start of the log',
    `streak --note 'After the disk failed'`,
  )
    .argument('<plugin>', theId)
    .option('--note <text>', 'why, for those who come after')
    .addHelpText('after', foldAgainHelp)
    .action(async (pluginId: string, settings: HubSettings & { readonly note?: string }) => {
      const body = settings.note === undefined ? {} : { note: settings.note };
      printResult(settings, await changePlugin(settings, placeOf(pluginId, 'fold-again'), body), describeMadeShadow);
    });
}

function describeMadeShadow({ plugin_id, live_revision, shadow_revision: made }: PluginView): string {
  return `The hub builds ${made} beside ${live_revision}. See what it changes: plugin difference ${plugin_id} ${made}`;
}

async function liveConfig(settings: HubSettings, pluginId: string): Promise<unknown> {
  return (await askPlugins(settings, placeOf(pluginId), pluginView)).config ?? {};
}

function setting(text: string, known: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const at = text.indexOf('=');
  if (at < 1) throw new InvalidArgumentError('Give a name and a value: milestones=[50,100].');
  return { ...known, [text.slice(0, at)]: settingValue(text.slice(at + 1)) };
}

/** A bare word is a text: quotes inside quotes are hard to type in a shell. */
function settingValue(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function parsed(text: string): unknown {
  const value = settingValue(text);
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  throw new Error('The file must hold one JSON object: the configuration.');
}

function differenceCommand(): Command {
  return hubCommand(
    'difference',
    'compare a revision with the live one, where both have looked at the same events',
    'activity-score 1.0.0+2',
  )
    .argument('<plugin>', theId)
    .argument('<revision>', theRevision)
    .action(async (pluginId: string, revision: string, settings: HubSettings) => {
      const path = placeOf(pluginId, 'revisions', revision, 'difference');
      printResult(settings, await askPlugins(settings, path, revisionDifference), describeDifference);
    });
}

function promoteCommand(): Command {
  return hubCommand(
    'promote',
    'make a revision the live one: people see its figures, and it derives events from here',
    'activity-score 1.0.0+2 --confirm activity-score',
  )
    .argument('<plugin>', theId)
    .argument('<revision>', theRevision)
    .option('--confirm <plugin>', 'the id of the plugin once more')
    .action(async (pluginId: string, revision: string, settings: Confirmed) => {
      const path = placeOf(pluginId, 'revisions', revision, 'promote');
      const plugin = await changePlugin(settings, path, { confirm: confirmed(settings, pluginId) });
      printResult(settings, plugin, describeChanged);
    });
}

function rollbackCommand(): Command {
  return hubCommand(
    'rollback',
    'go back to the revision that was live before, or to the one named',
    'activity-score --confirm activity-score',
  )
    .argument('<plugin>', theId)
    .argument('[revision]', theRevision)
    .option('--confirm <plugin>', 'the id of the plugin once more')
    .action(async (pluginId: string, revision: string | undefined, settings: Confirmed) => {
      const named = revision === undefined ? {} : { revision };
      const body = { ...named, confirm: confirmed(settings, pluginId) };
      printResult(settings, await changePlugin(settings, placeOf(pluginId, 'rollback'), body), describeChanged);
    });
}

function confirmed({ confirm }: Confirmed, pluginId: string): string {
  if (confirm === pluginId) return confirm;
  throw new Error(`What people see changes at once. Add --confirm ${pluginId} to do it.`);
}

function discardCommand(): Command {
  return hubCommand(
    'discard',
    'drop a shadow or a retired revision with its states; there is no way back to it',
    'activity-score 1.0.0+2',
  )
    .argument('<plugin>', theId)
    .argument('<revision>', theRevision)
    .action(async (pluginId: string, revision: string, settings: HubSettings) => {
      const plugin = await changePlugin(settings, placeOf(pluginId, 'revisions', revision, 'discard'));
      printResult(settings, plugin, describeChanged);
    });
}
