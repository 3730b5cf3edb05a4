import { chmodSync, chownSync, lstatSync, readdirSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

/** `nobody`. Used by number: a slim image has no passwd entry for it, and PostgreSQL needs none. */
const NOBODY = 65_534;

export interface ProcessOwner {
  readonly uid?: number;
  readonly gid?: number;
}

/** PostgreSQL refuses to run as root; everybody else runs it as themselves. */
export function unprivilegedOwner(): ProcessOwner {
  return process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {};
}

export function giveTo(owner: ProcessOwner, path: string): void {
  if (owner.uid !== undefined && owner.gid !== undefined) chownSync(path, owner.uid, owner.gid);
}

/**
 * Lets the unprivileged owner pass through every folder above `path`: adds the search bit only, which
 * lists and reads nothing. A clone made by root into `mktemp -d` or /root (both 0700) could not start
 * otherwise. Returns the folders it changed, so that the caller can say so.
 */
export function openWayTo(owner: ProcessOwner, path: string): string[] {
  if (owner.uid === undefined) return [];
  const opened: string[] = [];
  for (let folder = resolve(path); ; folder = dirname(folder)) {
    const { mode, uid } = statSync(folder);
    if ((mode & 0o001) === 0 && uid !== owner.uid) {
      chmodSync(folder, (mode & 0o7777) | 0o001);
      opened.push(folder);
    }
    if (folder === dirname(folder)) return opened;
  }
}

/** Makes an installed package readable for the unprivileged owner; needed when root installs with umask 077. */
export function openTree(owner: ProcessOwner, path: string): void {
  if (owner.uid === undefined) return;
  const stat = lstatSync(path);
  if (stat.isSymbolicLink()) return;
  const readable = 0o004 | (stat.isDirectory() || (stat.mode & 0o100) !== 0 ? 0o001 : 0);
  if ((stat.mode & readable) !== readable) chmodSync(path, (stat.mode & 0o7777) | readable);
  if (stat.isDirectory()) for (const entry of readdirSync(path)) openTree(owner, join(path, entry));
}
