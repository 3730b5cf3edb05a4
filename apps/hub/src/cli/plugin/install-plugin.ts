import { cp, mkdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';

/** What belongs to the author's machine and not to the plugin. */
const leftOut = new Set(['node_modules', '__pycache__', '.git']);

/** A plugin that was tested. */
export interface InstalledPlugin {
  readonly folder: string;
  readonly id: string;
  readonly version: string;
  /** Of what lies there now, if it is another one than that which comes. */
  readonly former: string | undefined;
}

/**
 * Copies a plugin's folder to where the hub looks. A hub that looks meanwhile sees the old one, none or the new one, never a part: the
 * copy is made under a name with a dot, which is no plugin's, and renamed. Code of another version stays beside it, under its
 * version, so that the two can be compared and there is a way back; of one version only what came last stays, or two folders would claim to be it.
 * @returns the folder it lies in now
 */
export async function installPlugin({ folder, id, version, former }: InstalledPlugin, into: string): Promise<string> {
  const target = path.join(into, id);
  if (path.resolve(folder) === path.resolve(target)) throw new Error(`${id} is what is installed in ${target}.`);
  const coming = path.join(into, `.${id}.coming`);
  const going = path.join(into, former === undefined ? `.${id}.going` : `${id}@${former}`);
  await mkdir(into, { recursive: true });
  await Promise.all([coming, going].map((each) => rm(each, { recursive: true, force: true })));
  await cp(folder, coming, { recursive: true, filter: (source) => !leftOut.has(path.basename(source)) });
  await rename(target, going).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
  });
  await rename(coming, target);
  const superseded = [path.join(into, `${id}@${version}`), ...(former === undefined ? [going] : [])];
  await Promise.all(superseded.map((each) => rm(each, { recursive: true, force: true })));
  return target;
}
