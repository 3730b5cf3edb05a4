import { describe, expect, it, test } from 'vitest';
import { isLent, isLentHost, lentHosts } from './lent-hosts.ts';

test.each([
  'api.example.org',
  '*.example.org',
  'api.example.org:8443',
  'localhost',
  '127.0.0.1:9000',
  '{url}',
  '{server.url}',
])('%s names whom it may ask', (text) => expect(isLentHost(text)).toBe(true));

test.each(['', '*', 'https://api.example.org', 'API.example.org', 'a..b', '*.*.org', 'a:port', '{}', '{a b}', 'a/b'])(
  '%j does not',
  (text) => expect(isLentHost(text)).toBe(false),
);

describe('hosts under the settings of a subscription', () => {
  it('takes them from addresses and from hosts, with their port', () =>
    expect(
      lentHosts(['a.org', '{url}', '{deep.host}'], {}, { url: 'https://B.org:8443/x', deep: { host: 'c.org' } }),
    ).toEqual(['a.org', 'b.org:8443', 'c.org']));
  it('takes the default of a setting that is left out, at any depth', () => {
    const deep = { default: {}, properties: { host: { default: 'c.org' } } };
    const schema = { properties: { url: { default: 'https://b.org/' }, deep } };
    expect(lentHosts(['{url}', '{deep.host}'], schema, {})).toEqual(['b.org', 'c.org']);
    expect(lentHosts(['{url}', '{deep.host}'], schema, { url: '', deep: {} })).toEqual(['c.org']);
  });
  it('finds nobody in a setting that holds none', () =>
    expect(lentHosts(['{url}', '{no.such}', '{list}'], {}, { url: '', list: ['a.org'], no: 1 })).toEqual([]));
});

test.each([
  ['https://api.example.org/x', ['api.example.org'], true],
  ['https://api.example.org:443/x', ['api.example.org'], true],
  ['http://api.example.org/x', ['api.example.org'], true],
  ['https://api.example.org:8443/', ['api.example.org'], false],
  ['https://api.example.org:8443/', ['api.example.org:8443'], true],
  ['https://api.example.org/', ['api.example.org:8443'], false],
  ['https://api.example.org/', ['api.example.org:443'], true],
  ['https://eu.example.org/', ['*.example.org'], true],
  ['https://example.org/', ['*.example.org'], false],
  ['https://badexample.org/', ['*.example.org'], false],
  ['https://example.org.evil.net/', ['example.org', '*.example.org'], false],
  ['https://API.example.org/', ['api.example.org'], true],
  ['http://[::1]:8080/', ['[::1]:8080'], true],
  ['http://[::1]/', ['[::1]'], true],
  ['https://user:word@api.example.org/', ['api.example.org'], true],
  ['https://api.example.org/', [], false],
])('%s with %j: %s', (url, hosts, lent) => expect(isLent(new URL(url), hosts)).toBe(lent));
