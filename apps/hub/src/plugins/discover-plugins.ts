import { createHash } from 'node:crypto';
import { readdir, readFile, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { plainWords } from '@activity-hub/contracts/plain-words';
import { PluginError } from '@activity-hub/contracts/plugin/plugin-error';
import { type PluginFault, quotingFaults } from '@activity-hub/contracts/plugin/plugin-fault';
import { ZodError } from 'zod';
import { faultsOfIssue } from './faults-of-issue.ts';
import { type DiscoveredPlugin, pluginFile } from './plugin-descriptor.ts';

/** A folder with more files is no plugin but something that was put there by mistake. */
const maxFiles = 500;
const maxPluginFileBytes = 64 * 1024;

/**
 * Finds what is installed: one folder per plugin, and `<id>@<version>` beside it for each earlier version that is kept. Runs none
 * of it; a broken one is named and the others are found.
 */
export async function discoverPlugins(directory: string): Promise<readonly DiscoveredPlugin[]> {
  const entries = await readdir(directory, { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  const names = entries.filter((entry) => !entry.isFile() && !entry.name.startsWith('.')).map((entry) => entry.name);
  return await Promise.all(names.sort().map((name) => discover(path.join(directory, name), name)));
}

async function discover(given: string, name: string): Promise<DiscoveredPlugin> {
  const [id = '', kept] = name.split('@', 2);
  try {
    const folder = await realpath(given);
    const { main, ...rest } = pluginFile.parse(await readPluginFile(folder), { error: plainWords, reportInput: true });
    if (rest.id !== id) throw new PluginError('folder_name', { folder: id, id: rest.id });
    const file = await realpath(path.join(folder, main)).catch(() => {
      throw new PluginError('no_main', { main });
    });
    if (!file.startsWith(`${folder}${path.sep}`)) throw new PluginError('main_outside', { main });
    return { descriptor: { ...rest, main, folder, kept, fingerprint: await fingerprintOf(folder) } };
  } catch (error) {
    return { refusal: { id, kept, fault: faultOf(error) } };
  }
}

async function readPluginFile(folder: string): Promise<unknown> {
  const file = path.join(folder, 'plugin.json');
  const found = await stat(file).catch(() => undefined);
  if (found === undefined || !found.isFile()) throw new PluginError('no_plugin_json');
  if (found.size > maxPluginFileBytes) throw new PluginError('long_plugin_json', { kib: maxPluginFileBytes / 1024 });
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch (error) {
    throw new PluginError('broken_plugin_json', { message: messageOf(error) });
  }
}

function faultOf(error: unknown): PluginFault {
  if (error instanceof PluginError) return error.fault;
  if (!(error instanceof ZodError)) return { code: 'other', values: { message: `${messageOf(error)}.` } };
  return quotingFaults('plugin_json', error.issues.flatMap(faultsOfIssue));
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Name of the folder, names, sizes and times of change: whoever edits a file changes at least one of them. */
async function fingerprintOf(folder: string): Promise<string> {
  const names = (await readdir(folder, { recursive: true })).filter((name) => !name.includes('__pycache__')).sort();
  if (names.length > maxFiles) throw new PluginError('too_many_files', { files: maxFiles });
  const digest = createHash('sha256').update(`${path.basename(folder)}\n`);
  for (const name of names) {
    const { size, mtimeMs } = await stat(path.join(folder, name));
    digest.update(`${name}\0${size}\0${mtimeMs}\n`);
  }
  return digest.digest('hex').slice(0, 16);
}
