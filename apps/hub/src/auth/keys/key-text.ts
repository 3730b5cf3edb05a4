import { createHash, randomBytes, randomInt } from 'node:crypto';

/**
 * A key is `ahk_<id>_<secret>`: 12 letters and digits by which it is found and recognised, and 32 random
 * bytes as base64url. The beginning tells people, logs and scanners for leaked secrets what they see.
 *
 * The secret is kept as its plain SHA-256. A slow hash makes guessing a password expensive, but 256 random
 * bits cannot be guessed at any speed, while a slow hash at each request would be the hub's own overload.
 */
export interface KeyText {
  readonly keyId: string;
  readonly secret: string;
}

export const keyPrefix = 'ahk_';
const shape = /^ahk_([0-9A-Za-z]{12})_([0-9A-Za-z_-]{43})$/;
const idLetters = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** @returns undefined when the text is no key */
export function parseKey(text: string): KeyText | undefined {
  const [, keyId, secret] = shape.exec(text) ?? [];
  return keyId === undefined || secret === undefined ? undefined : { keyId, secret };
}

export function keyTextOf({ keyId, secret }: KeyText): string {
  return `${prefixOf(keyId)}_${secret}`;
}

/** The part that may be shown. */
export function prefixOf(keyId: string): string {
  return `${keyPrefix}${keyId}`;
}

export function randomKey(): KeyText {
  const keyId = Array.from({ length: 12 }, () => idLetters[randomInt(idLetters.length)]).join('');
  return { keyId, secret: randomBytes(32).toString('base64url') };
}

export function digestOf(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}
