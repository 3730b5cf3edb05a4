import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keyTextOf, randomKey } from './keys/key-text.ts';
import { sentKey } from './sent-key.ts';

const key = randomKey();
const text = keyTextOf(key);
const basic = (user: string, password: string) => `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;

describe('the key of a request', () => {
  it.each([
    ['Bearer', { authorization: `Bearer ${text}` }],
    ['bearer in small letters, with spaces', { authorization: `  bearer   ${text} ` }],
    ['Authorization without a scheme', { authorization: text }],
    ['X-Api-Key', { apiKey: text }],
    ['Basic, as the user name', { authorization: basic(text, '') }],
    ['Basic, as the user name without a colon', { authorization: `Basic ${Buffer.from(text).toString('base64')}` }],
    ['Basic, as the password', { authorization: basic('xapi', text) }],
    ['the same key twice', { authorization: `Bearer ${text}`, apiKey: text }],
  ])('is found in %s', (_name, credentials) => {
    expect(sentKey(credentials)).toEqual({ kind: 'key', key });
  });

  it.each([
    ['another scheme', { authorization: `Digest ${text}` }],
    ['an empty header', { authorization: '' }],
    ['an empty key', { apiKey: '' }],
    ['a key cut short', { authorization: `Bearer ${text.slice(0, -1)}` }],
    ['a password of a person', { authorization: basic('ada@example.org', 'secret') }],
    ['two keys', { authorization: `Bearer ${text}`, apiKey: keyTextOf(randomKey()) }],
    ['a header of a megabyte', { authorization: `Bearer ${'a'.repeat(1_000_000)}` }],
  ])('is not taken from %s, and its sender not taken for nobody', (_name, credentials) => {
    expect(sentKey(credentials).kind).toBe('malformed');
  });

  it('is none when nothing was sent, also beside a cookie', () => {
    expect(sentKey({})).toEqual({ kind: 'none' });
    expect(sentKey({ cookie: 'theme=dark', address: '127.0.0.1' })).toEqual({ kind: 'none' });
  });

  it('is decided for every header', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (authorization) => {
        expect(sentKey({ authorization }).kind).toBe('malformed');
      }),
    );
  });
});
