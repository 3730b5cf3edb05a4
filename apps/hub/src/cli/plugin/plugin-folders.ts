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
  const places = [named, path.join(WORKBENCH, named), path.join(installedPlugins(env), named)];
  const found = places.find((place) => existsSync(path.join(place, 'plugin.json')));
  if (found !== undefined) return path.resolve(found);
  const ids = 'Make one with: npm run hub -- plugin new --kind aggregator my-thing';
  throw new Error(`There is no plugin.json in ${places.join(', ')}. ${ids}`);
}
