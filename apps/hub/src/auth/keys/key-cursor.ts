import { keyIdPattern } from '@activity-hub/contracts/access/api-key';
import { invalidCursor } from '@activity-hub/contracts/invalid-cursor';

/** The key a page ended with. */
export interface KeyCursor {
  readonly at: string;
  readonly key_id: string;
}

const instant = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3,6}Z$/;

export function encodeKeyCursor({ at, key_id }: KeyCursor): string {
  return Buffer.from(`c1|${at}|${key_id}`).toString('base64url');
}

/** @throws HubError invalid_cursor */
export function decodeKeyCursor(text: string): KeyCursor {
  const [version, at = '', keyId = '', ...rest] = Buffer.from(text, 'base64url').toString('utf8').split('|');
  const isOurs = version === 'c1' && rest.length === 0 && instant.test(at) && keyIdPattern.test(keyId);
  if (isOurs && !Number.isNaN(Date.parse(at.replace(/(\.\d{3})\d*Z$/, '$1Z')))) return { at, key_id: keyId };
  throw invalidCursor();
}
