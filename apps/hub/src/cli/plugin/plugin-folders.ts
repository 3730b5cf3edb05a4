import { existsSync } from 'node:fs';
import path from 'node:path';
import { dataFolder } from '../hub-address.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** Where authors keep plugins unless told otherwise. */
export const WORKBENCH = 'plugins';

/** Where the hub looks for plugins that are not its own. */
export function installedPlugins(env: Environment): string {
  return env['HUB_PLUGINS_DIR'] ?? path.join(dataFolder(env), 'plugins');
}

/**
 * The folder of a plugin that is named by its path or its id.
 * @throws Error with a sentence when there is none
 */
export function pluginFolder(named: string, env: Environment): string {
  const byId = [path.join(WORKBENCH, named), path.join(installedPlugins(env), named)];
  const places = path.isAbsolute(named) ? [named] : [named, ...byId];
  const found = places.find((place) => existsSync(path.join(place, 'plugin.json')));
  if (found !== undefined) return path.resolve(found);
  if (existsSync(path.join(path.dirname(named), 'plugin.json')))
    throw new Error(`${named} lies in a plugin's folder: name the folder, ${path.dirname(named)}.`);
  const folder = places.find((place) => existsSync(place));
  if (folder !== undefined)
    throw new Error(
      `${folder} holds no plugin.json, so it is no plugin's folder. docs/plugins/reference.md says what stands in it.`,
    );
  const ids = 'Make one with: npm run hub -- plugin new --kind aggregator my-thing';
  throw new Error(`There is no plugin.json in ${places.join(', ')}. ${ids}`);
}
