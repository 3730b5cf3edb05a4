import { mkdir, mkdtemp, realpath, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { discoverPlugins } from '../discover-plugins.ts';
import type { PluginDescriptor } from '../plugin-descriptor.ts';

/** Writes a plugin's folder into a new directory and finds it there. */
export async function installPlugin(
  file: { readonly id: string; readonly main: string } & Record<string, unknown>,
  source: string,
): Promise<PluginDescriptor> {
  const directory = await realpath(await mkdtemp(path.join(tmpdir(), 'activity-hub-plugins-')));
  const folder = path.join(directory, file.id);
  await mkdir(folder);
  const runtime = file.main.endsWith('.py') ? 'python' : 'node';
  await writeFile(path.join(folder, 'plugin.json'), JSON.stringify({ kind: 'aggregator', runtime, ...file }));
  await writeFile(path.join(folder, file.main), source);
  const [found] = await discoverPlugins(directory);
  if (found === undefined || !('descriptor' in found)) throw new Error(JSON.stringify(found));
  return found.descriptor;
}
