import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { keyTextOf, parseKey, randomKey } from '../../auth/keys/key-text.ts';

export const operatorKeyName = 'operator-key';

/**
 * The key of whoever runs the hub on a data folder, made at its first start. Mode 0600: who can read it may do
 * everything. To replace one that has leaked, remove the file and start again; the hub ends the old one.
 */
export function operatorKeyOf(dataDir: string): string {
  const file = path.join(dataDir, operatorKeyName);
  try {
    // `wx`: of two first starts the second reads what the first has written.
    writeFileSync(file, `${keyTextOf(randomKey())}\n`, { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  const key = readFileSync(file, 'utf8').trim();
  if (parseKey(key) !== undefined) return key;
  throw new Error(`${file} holds no key. Remove it, and the next start makes a new one.`);
}

/** @returns undefined when no hub was started on the folder, or the file is not for us */
export function readOperatorKey(dataDir: string): string | undefined {
  try {
    return readFileSync(path.join(dataDir, operatorKeyName), 'utf8').trim();
  } catch {
    return undefined;
  }
}
