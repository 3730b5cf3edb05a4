import { hash, randomFillSync } from 'node:crypto';

export const SALT_BYTES = 16;

/** The salts of a batch, one after the other, from one call: 16 random bytes at a time cost more than the digest. */
export function makeSalts(count: number): Buffer {
  return randomFillSync(Buffer.allocUnsafe(SALT_BYTES * count));
}

export function saltAt(salts: Buffer, index: number): Buffer {
  return salts.subarray(index * SALT_BYTES, (index + 1) * SALT_BYTES);
}

/**
 * SHA-256 (hex) over salt and canonical form. The salt keeps the digest from betraying content that
 * could be guessed; once it is destroyed, nobody can tell what was erased.
 */
export function eventDigest(salt: Uint8Array, canonical: string): string {
  return hash('sha256', Buffer.concat([salt, Buffer.from(canonical, 'utf8')]), 'hex');
}
