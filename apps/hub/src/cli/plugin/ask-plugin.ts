import { type PluginView, pluginView } from '@activity-hub/contracts/activity/plugin';
import { Command } from 'commander';
import { askHub } from '../ask-hub.ts';
import { hubAddress } from '../hub-address.ts';
import { hubKey } from '../hub-key.ts';

const more = 'docs/operations/plugins.md says what each command does to running figures.';

/** What every command takes that asks a running hub about its plugins. */
export interface HubSettings {
  readonly url: string;
  readonly json: boolean;
}

/** @param example what stands behind the command, once */
export function hubCommand(name: string, description: string, example: string): Command {
  return new Command(name)
    .description(description)
    .option('--url <url>', 'address of the hub (HUB_URL)', hubAddress(process.env))
    .option('--json', 'print the result as JSON', false)
    .addHelpText('after', `\nExample:\n  $ ${`npm run hub -- plugin ${name} ${example}`.trim()}\n\n${more}`)
    .showHelpAfterError('(add --help for what it takes)');
}

/** `path`: below /activity/plugins. With a body it is a change. */
export function askPlugins<Answer>(
  settings: HubSettings,
  path: string,
  answer: Parameters<typeof askHub<Answer>>[1],
  body?: unknown,
): Promise<Answer> {
  return askActivity(settings, `/plugins${path}`, answer, body);
}

/** `path`: below /activity. */
export function askActivity<Answer>(
  { url: hub }: HubSettings,
  path: string,
  answer: Parameters<typeof askHub<Answer>>[1],
  body?: unknown,
): Promise<Answer> {
  const method = body === undefined ? 'GET' : 'POST';
  return askHub({ hub, key: hubKey(process.env, hub), method, path: `/activity${path}`, body }, answer);
}

/** @param path below the plugin; its revisions hold a plus sign */
export function placeOf(pluginId: string, ...path: readonly string[]): string {
  return `/${[pluginId, ...path].map(encodeURIComponent).join('/')}`;
}

export function changePlugin(settings: HubSettings, path: string, body: unknown = {}): Promise<PluginView> {
  return askPlugins(settings, path, pluginView, body);
}

export function printResult<Result>({ json }: HubSettings, result: Result, describe: (result: Result) => string): void {
  process.stdout.write(`${json ? JSON.stringify(result) : describe(result)}\n`);
}
