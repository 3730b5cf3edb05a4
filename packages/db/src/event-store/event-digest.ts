import { hash, randomFillSync } from 'node:crypto';

export const SALT_BYTES = 16;

/** The salts of a batch, one after the other, from one call: 16 random bytes at a time cost more than the digest. */
export function makeSalts(count: number): Buffer {
  return randomFillSync(Buffer.allocUnsafe(SALT_BYTES * count));
}

export function saltAt(salts: Buffer, index: number): Buffer {
  return salts.subarray(index * SALT_BYTES, (index + 1) * SALT_BYTES);
}

/** Where salt and text stand together while they are hashed: two buffers less for every event. */
const scratch = Buffer.allocUnsafe(64 * 1024);
const maxBytesPerUnit = 3;

/**
 * SHA-256 (hex) over salt and canonical form. The salt keeps the digest from betraying content that
 * could be guessed; once it is destroyed, nobody can tell what was erased.
 */
export function eventDigest(salt: Uint8Array, canonical: string): string {
  const room = salt.length + canonical.length * maxBytesPerUnit;
  const bytes = room <= scratch.length ? scratch : Buffer.allocUnsafe(room);
  bytes.set(salt);
  const end = salt.length + bytes.write(canonical, salt.length, 'utf8');
  return hash('sha256', bytes.subarray(0, end), 'hex');
}
