import { randomFillSync } from 'node:crypto';

/**
 * A UUID of version 7 (RFC 9562): the time first, then 74 random bits. Ids of one producer lie close
 * together in the hub's id index, which keeps its appends cheap.
 */
export function uuidV7(nowMs: number): string {
  const bytes = randomFillSync(Buffer.allocUnsafe(16));
  bytes.writeUIntBE(nowMs, 0, 6);
  bytes[6] = 0x70 | ((bytes[6] ?? 0) & 0x0f);
  bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f);
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
