import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

export type AddressRange = [ipaddr.IPv4 | ipaddr.IPv6, number];

/** What an operator lets webhooks reach although it is not the open internet. */
export interface AllowList {
  readonly ranges: readonly AddressRange[];
  /** Names whose private addresses are fine, in lower case: in a container network addresses come and go. */
  readonly hosts: ReadonlySet<string>;
}

export const nothingAllowed: AllowList = { ranges: [], hosts: new Set() };

const hostPattern = /^(?=.{1,253}$)[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*$/;

/**
 * Reads "10.1.0.0/16, 127.0.0.1/32, receiver.internal": ranges, addresses and names, separated by commas.
 * @throws Error with the part that cannot be read, and what to write instead
 */
export function parseAllowList(text: string): AllowList {
  const ranges: AddressRange[] = [];
  const hosts = new Set<string>();
  for (const part of text.split(',').map((entry) => entry.trim().toLowerCase())) {
    if (part === '') continue;
    const address = part.split('/')[0] ?? '';
    if (isIP(address) !== 0) ranges.push(rangeOf(part, address));
    else if (hostPattern.test(part) && !/^[\d.]+$/.test(part)) hosts.add(part);
    else throw new Error(`"${part}" is neither an address, a range such as 10.1.0.0/16, nor the name of a host.`);
  }
  return { ranges, hosts };
}

function rangeOf(part: string, address: string): AddressRange {
  const bits = isIP(address) === 4 ? 32 : 128;
  const range = part.includes('/') ? part : `${part}/${bits}`;
  const [, length = ''] = range.split('/');
  if (!/^\d{1,3}$/.test(length) || Number(length) > bits || range.split('/').length > 2)
    throw new Error(`"${part}" has no length of 0 to ${bits} bits after the slash.`);
  if (address.includes('%') || /^::.*\d\.\d/.test(address))
    throw new Error(`"${part}" must be written as a plain IPv4 or IPv6 range.`);
  const network = networkOf(range, bits);
  if (network.toString() !== ipaddr.parse(address).toString())
    throw new Error(`"${part}" names bits behind its length; did you mean ${network.toString()}/${length}?`);
  return [network, Number(length)];
}

function networkOf(range: string, bits: 32 | 128): ipaddr.IPv4 | ipaddr.IPv6 {
  return bits === 32 ? ipaddr.IPv4.networkAddressFromCIDR(range) : ipaddr.IPv6.networkAddressFromCIDR(range);
}
