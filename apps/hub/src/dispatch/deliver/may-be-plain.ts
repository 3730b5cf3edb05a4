import { isIP } from 'node:net';
import { type AllowList, nothingAllowed } from '../webhook/allow-list.ts';
import { forbiddenReason } from '../webhook/forbidden-address.ts';

/** Plain http is for what an operator lists: inside of a network of one's own, where certificates are rare. */
export function mayBePlain(url: string, allow: AllowList): boolean {
  const host = new URL(url).hostname.replace(/^\[|\]$/g, '').toLowerCase();
  if (isIP(host) === 0) return allow.hosts.has(host);
  return forbiddenReason(host, nothingAllowed) !== undefined && forbiddenReason(host, allow) === undefined;
}
