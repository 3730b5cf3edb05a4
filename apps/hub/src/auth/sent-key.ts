import type { Credentials } from './credentials.ts';
import { type KeyText, parseKey } from './keys/key-text.ts';

/** `malformed`: something was sent as a key, and it is none. */
export type SentKey =
  | { readonly kind: 'none' }
  | { readonly kind: 'key'; readonly key: KeyText }
  | { readonly kind: 'malformed'; readonly text: string; readonly why: string };

/** Longer than any key in any dress, so that nothing is decoded or hashed that cannot be one. */
const maxLength = 512;

/**
 * The key of a request: `Authorization: Bearer`, `X-Api-Key`, or Basic with the key as the user name and no
 * password (Segment) or as the password (xAPI). Two different ones are refused, as nobody could say which counts.
 */
export function sentKey({ authorization, apiKey }: Credentials): SentKey {
  const texts = [authorization === undefined ? undefined : textOf(authorization), apiKey?.trim()];
  const [first, second] = texts.filter((text) => text !== undefined);
  if (first === undefined) return { kind: 'none' };
  if (second !== undefined && second !== first)
    return { kind: 'malformed', text: first, why: 'Two different keys were sent. Send one.' };
  const key = first.length > maxLength ? undefined : parseKey(first);
  if (key !== undefined) return { kind: 'key', key };
  return { kind: 'malformed', text: first, why: 'What was sent is not a key of this hub: a key looks like ahk_….' };
}

/** What the header carries in the place of a key; the header itself where it names no scheme that we know. */
function textOf(authorization: string): string {
  if (authorization.length > maxLength) return authorization;
  const [, scheme = '', value = ''] = /^(\S+) +(\S+)$/.exec(authorization.trim()) ?? [];
  if (scheme.toLowerCase() === 'bearer') return value;
  if (scheme.toLowerCase() !== 'basic') return authorization;
  const [user = '', ...rest] = Buffer.from(value, 'base64').toString('utf8').split(':');
  const password = rest.join(':');
  return password === '' ? user : password;
}
