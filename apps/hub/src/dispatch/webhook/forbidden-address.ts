import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';
import type { AllowList } from './allow-list.ts';

/** A host that stands for an address nothing may be sent to. */
export class ForbiddenAddress extends Error {
  override readonly name = 'ForbiddenAddress';
  readonly host: string;
  readonly address: string;
  readonly reason: string;

  constructor(host: string, address: string, reason: string) {
    const place = host === address ? address : `${host} is ${address}, which`;
    super(`${place} is ${reason}; nothing is sent there unless an operator allows it.`);
    this.host = host;
    this.address = address;
    this.reason = reason;
  }
}

/**
 * Where clouds tell a machine its credentials. The last one is a public address that only Azure machines
 * reach. A range does not let them through, only the very address does.
 */
const metadataAddresses = new Set([
  '169.254.169.254',
  '169.254.170.2',
  '169.254.170.23',
  '100.100.100.200',
  '192.0.0.192',
  'fd00:ec2::254',
  'fd00:ec2::23',
  'fd20:ce::254',
  '168.63.129.16',
]);

const reasons: Readonly<Record<string, string>> = {
  unspecified: 'the unspecified address',
  broadcast: 'the broadcast address',
  multicast: 'a multicast address',
  linkLocal: 'a link-local address',
  loopback: 'a loopback address',
  carrierGradeNat: 'an address of a carrier network',
  private: 'a private address',
  uniqueLocal: 'a private address',
};

/** What a name on the list may stand for; the rest needs its range there. */
const innerRanges = new Set(['private', 'uniqueLocal', 'loopback', 'carrierGradeNat']);

/** 2000::/3, all that is assigned to the internet. */
const globalUnicast: [ipaddr.IPv6, number] = [ipaddr.IPv6.parse('2000::'), 3];

/**
 * Why nothing may be sent to an address, undefined when it may. IPv6 that carries an IPv4 address is
 * judged by that one, as this is where the packets go.
 * @param host the name that was resolved, if there was one: the list may hold it
 */
export function forbiddenReason(ip: string, allow: AllowList, host?: string): string | undefined {
  const address = addressOf(ip);
  if (address === undefined) return 'no address';
  const inside = address.kind() === 'ipv6' ? ipv4Inside(address as ipaddr.IPv6) : undefined;
  if (inside !== undefined) return forbiddenReason(inside, allow, host);
  const isMetadata = metadataAddresses.has(address.toString());
  const isListed = allow.ranges.some(
    ([network, bits]) =>
      network.kind() === address.kind() && (!isMetadata || bits === bitsOf(address)) && address.match(network, bits),
  );
  if (isListed) return undefined;
  if (isMetadata) return 'the metadata service of a cloud';
  const range = address.range();
  if (host !== undefined && innerRanges.has(range) && allow.hosts.has(host.toLowerCase())) return undefined;
  if (range !== 'unicast') return reasons[range] ?? 'a reserved address';
  return address.kind() === 'ipv6' && !address.match(globalUnicast) ? 'a reserved address' : undefined;
}

function bitsOf(address: ipaddr.IPv4 | ipaddr.IPv6): number {
  return address.kind() === 'ipv4' ? 32 : 128;
}

function addressOf(ip: string): ipaddr.IPv4 | ipaddr.IPv6 | undefined {
  const [plain = ''] = ip.split('%');
  const family = isIP(plain);
  if (family === 0) return undefined;
  // The spelling of a URL has no dotted end, which the library would take for a mapped address everywhere.
  return family === 4
    ? ipaddr.IPv4.parse(plain)
    : ipaddr.IPv6.parse(new URL(`http://[${plain}]`).hostname.slice(1, -1));
}

/** The IPv4 address in a mapped, compatible, NAT64 or 6to4 address. */
function ipv4Inside({ parts }: ipaddr.IPv6): string | undefined {
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = parts;
  if (a === 0x2002) return dotted(b, c);
  const middleIsZero = c === 0 && d === 0 && e === 0;
  if (a === 0x64 && b === 0xff9b && middleIsZero && f === 0) return dotted(g, h);
  if (a !== 0 || b !== 0 || !middleIsZero) return undefined;
  if (f === 0xffff) return dotted(g, h);
  // ::/96 is compatible, except :: and ::1, which are addresses of their own.
  return f === 0 && (g !== 0 || h > 1) ? dotted(g, h) : undefined;
}

function dotted(high: number, low: number): string {
  return `${high >> 8}.${high & 0xff}.${low >> 8}.${low & 0xff}`;
}
