import { cp, mkdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';

/** What belongs to the author's machine and not to the plugin. */
const leftOut = new Set(['node_modules', '__pycache__', '.git']);

/**
 * Copies a plugin's folder to where the hub looks. A hub that looks meanwhile sees the old one, none or the new one, never a part: the
 * copy is made under a name with a dot, which is no plugin's, and renamed.
 * @returns the folder it lies in now
 */
export async function installPlugin(folder: string, id: string, into: string): Promise<string> {
  const target = path.join(into, id);
  if (path.resolve(folder) === path.resolve(target)) throw new Error(`${id} is what is installed in ${target}.`);
  const coming = path.join(into, `.${id}.coming`);
  const going = path.join(into, `.${id}.going`);
  await mkdir(into, { recursive: true });
  await Promise.all([coming, going].map((each) => rm(each, { recursive: true, force: true })));
  await cp(folder, coming, { recursive: true, filter: (source) => !leftOut.has(path.basename(source)) });
  await rename(target, going).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
  });
  await rename(coming, target);
  await rm(going, { recursive: true, force: true });
  return target;
}
