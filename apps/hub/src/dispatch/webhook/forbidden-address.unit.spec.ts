import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nothingAllowed, parseAllowList } from './allow-list.ts';
import { ForbiddenAddress, forbiddenReason } from './forbidden-address.ts';

const forbidden = (ip: string) => forbiddenReason(ip, nothingAllowed) !== undefined;
const mappings = [
  (ip: string) => `::ffff:${ip}`,
  (ip: string) => `::${ip}`,
  (ip: string) => `64:ff9b::${ip}`,
  (ip: string) => `2002:${hexOf(ip)}::1`,
];

function hexOf(ip: string): string {
  const [a = 0, b = 0, c = 0, d = 0] = ip.split('.').map(Number);
  return `${((a << 8) | b).toString(16)}:${((c << 8) | d).toString(16)}`;
}

describe('forbiddenReason', () => {
  it.each(['8.8.8.8', '1.1.1.1', '172.32.0.1', '100.128.0.1', '2606:4700:4700::1111', '2a00:1450:4001::1'])(
    'lets the internet through: %s',
    (ip) => expect(forbiddenReason(ip, nothingAllowed)).toBeUndefined(),
  );

  it.each([
    ['10.0.0.1', 'private'],
    ['172.16.0.1', 'private'],
    ['192.168.255.255', 'private'],
    ['127.0.0.1', 'loopback'],
    ['127.255.255.254', 'loopback'],
    ['0.0.0.0', 'unspecified'],
    ['0.1.2.3', 'unspecified'],
    ['169.254.0.1', 'link-local'],
    ['169.254.169.254', 'metadata'],
    ['100.64.0.1', 'carrier'],
    ['100.100.100.200', 'metadata'],
    ['168.63.129.16', 'metadata'],
    ['224.0.0.1', 'multicast'],
    ['255.255.255.255', 'broadcast'],
    ['240.0.0.1', 'reserved'],
    ['192.0.0.8', 'reserved'],
    ['192.0.2.1', 'reserved'],
    ['192.88.99.1', 'reserved'],
    ['198.18.0.1', 'reserved'],
    ['198.51.100.1', 'reserved'],
    ['203.0.113.1', 'reserved'],
    ['::', 'unspecified'],
    ['::1', 'loopback'],
    ['fe80::1', 'link-local'],
    ['fe80::1%eth0', 'link-local'],
    ['fec0::1', 'reserved'],
    ['fc00::1', 'private'],
    ['fd00:ec2::254', 'metadata'],
    ['fd12::1', 'private'],
    ['ff02::1', 'multicast'],
    ['2001:db8::1', 'reserved'],
    ['2001::1', 'reserved'],
    ['2001:2::1', 'reserved'],
    ['3fff::1', 'reserved'],
    ['100::1', 'reserved'],
    ['4000::1', 'reserved'],
    ['64:ff9b:1::a00:1', 'reserved'],
    ['::ffff:0:10.0.0.1', 'reserved'],
    ['::ffff:7f00:1', 'loopback'],
    ['::7f00:1', 'loopback'],
    ['64:ff9b::a9fe:a9fe', 'metadata'],
    ['2002:7f00:1::', 'loopback'],
    ['2130706433', 'no address'],
    ['0x7f.1', 'no address'],
    ['010.0.0.1', 'no address'],
    ['', 'no address'],
  ])('refuses %s as %s', (ip, reason) => expect(forbiddenReason(ip, nothingAllowed)).toContain(reason));

  it('judges IPv6 by the IPv4 address inside, whatever it is', () => {
    fc.assert(
      fc.property(fc.ipV4(), fc.constantFrom(...mappings), (ip, mapped) => {
        // Very small addresses of ::/96 are IPv6 ones of their own.
        if (forbidden(ip)) expect(forbidden(mapped(ip))).toBe(true);
      }),
    );
    expect(forbidden('::ffff:8.8.8.8')).toBe(false);
    expect(forbidden('64:ff9b::808:808')).toBe(false);
  });

  it('lets through what is listed, in every spelling, and nothing beside it', () => {
    const allow = parseAllowList('10.1.0.0/16, 127.0.0.1/32,fd12::/32');
    for (const ip of ['10.1.255.1', '127.0.0.1', '::ffff:127.0.0.1', 'fd12:0:1::1'])
      expect(forbiddenReason(ip, allow)).toBeUndefined();
    for (const ip of ['10.2.0.1', '127.0.0.2', '::1', 'fd13::1', '169.254.169.254'])
      expect(forbiddenReason(ip, allow)).toBeDefined();
  });

  it('lets a metadata service through only by its very address', () => {
    expect(forbiddenReason('169.254.169.254', parseAllowList('169.254.0.0/16'))).toContain('metadata');
    expect(forbiddenReason('169.254.169.253', parseAllowList('169.254.0.0/16'))).toBeUndefined();
    expect(forbiddenReason('169.254.169.254', parseAllowList('169.254.169.254'))).toBeUndefined();
  });

  it('lets a listed name stand for private addresses, but not for metadata or link-local ones', () => {
    const allow = parseAllowList('Receiver.internal');
    expect(forbiddenReason('172.18.0.4', allow, 'receiver.Internal')).toBeUndefined();
    expect(forbiddenReason('172.18.0.4', allow, 'other.internal')).toContain('private');
    expect(forbiddenReason('172.18.0.4', allow)).toContain('private');
    expect(forbiddenReason('169.254.169.254', allow, 'receiver.internal')).toContain('metadata');
    expect(forbiddenReason('169.254.1.1', allow, 'receiver.internal')).toContain('link-local');
  });

  it('tells host, address and reason', () => {
    const error = new ForbiddenAddress('a.example', '10.0.0.1', 'a private address');
    expect(error.message).toContain('a.example is 10.0.0.1, which is a private address');
    expect(error).toMatchObject({ host: 'a.example', address: '10.0.0.1', reason: 'a private address' });
  });
});

describe('parseAllowList', () => {
  it('takes nothing, blanks and any order', () => {
    expect(parseAllowList('')).toEqual({ ranges: [], hosts: new Set() });
    expect(parseAllowList(' , a.b ,10.0.0.0/8,').hosts).toEqual(new Set(['a.b']));
  });

  it.each([
    ['10.1.0.0/33', '0 to 32'],
    ['10.1.0.0/', '0 to 32'],
    ['10.1.0.0/8/8', '0 to 32'],
    ['fd00::/129', '0 to 128'],
    ['10.1.2.3/16', 'did you mean 10.1.0.0/16'],
    ['fd00::1/16', 'did you mean fd00::/16'],
    ['10.1.0', 'neither'],
    ['2130706433', 'neither'],
    ['http://a.b/', 'neither'],
    ['*.internal', 'neither'],
    ['::ffff:10.0.0.0/104', 'plain'],
  ])('says what is wrong with %s', (text, words) => expect(() => parseAllowList(`127.0.0.1, ${text}`)).toThrow(words));
});
