import { hash } from 'node:crypto';

function hexToBytes(uuid: string): Buffer {
  return Buffer.from(uuid.replaceAll('-', ''), 'hex');
}

/** The UUID of a name within a namespace (RFC 9562, version 5): the same name always gets the same id. */
export function uuidV5(namespace: string, name: string): string {
  const hex = hash('sha1', Buffer.concat([hexToBytes(namespace), Buffer.from(name, 'utf8')]), 'hex');
  const variant = ((Number.parseInt(hex.charAt(16), 16) & 0x3) | 0x8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
