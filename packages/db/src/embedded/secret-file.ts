import { randomBytes } from 'node:crypto';
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';

/**
 * The secret kept in `path`, made on first use. Mode 0600, because everything that may read it may
 * read and change the whole hub. `wx` lets two first starts race: the loser reads the winner's secret.
 */
export function secretFile(path: string): string {
  try {
    writeFileSync(path, `${randomBytes(24).toString('base64url')}\n`, { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    chmodSync(path, 0o600);
  }
  const secret = readFileSync(path, 'utf8').trim();
  if (secret.length < 16) throw new Error(`${path} holds no usable secret. Restore it from a backup.`);
  return secret;
}
