import { describe, expect, test } from 'vitest';
import { clientAddress } from './client-address.ts';
import { demandOwnOrigin } from './own-origin.ts';
import { roleOfClaim } from './role-of-claim.ts';
import { sessionCookieOf } from './sessions.ts';
import { readSignInSettings } from './sign-in-settings.ts';

describe('clientAddress', () => {
  const trusted = ['127.0.0.1', '10.0.0.2'];
  test.each([
    ['203.0.113.9', undefined, '203.0.113.9'],
    ['203.0.113.9', '198.51.100.1', '203.0.113.9'],
    ['127.0.0.1', '198.51.100.1', '198.51.100.1'],
    ['127.0.0.1', 'forged, 198.51.100.1', '198.51.100.1'],
    ['127.0.0.1', '198.51.100.1, 10.0.0.2', '198.51.100.1'],
    ['127.0.0.1', '10.0.0.2', '10.0.0.2'],
    ['127.0.0.1', '', '127.0.0.1'],
    [undefined, `, ${'x'.repeat(100)}`, 'unknown'],
  ])('of %s that forwards for %s is %s', (socket, forwarded, address) => {
    expect(clientAddress(socket, forwarded, trusted)).toBe(address);
  });
});

describe('roleOfClaim', () => {
  test.each([
    [{ groups: ['a', 'admins'] }, 'groups', 'admin'],
    [{ traits: { role: 'admins' } }, 'traits.role', 'admin'],
    [{ groups: ['a'] }, 'groups', 'mentor'],
    [{}, 'groups', 'mentor'],
    [{ groups: { admins: true } }, 'groups', 'mentor'],
    [{ groups: null }, 'groups.deeper', 'mentor'],
    [{}, '__proto__.admins', 'mentor'],
  ])('%j at %s is %s', (claims, path, role) => {
    expect(roleOfClaim(claims, path, ['admins'])).toBe(role);
  });
});

describe('sessionCookieOf', () => {
  test.each([
    ['a=b; activity-hub.session_token=x.y; c=d', 'activity-hub.session_token=x.y'],
    ['__Secure-activity-hub.session_token=x', '__Secure-activity-hub.session_token=x'],
    ['not-activity-hub.session_token=x', undefined],
    ['activity-hub.session_token=', undefined],
    [`activity-hub.session_token=${'x'.repeat(5_000)}`, undefined],
    [undefined, undefined],
  ])('of %j', (header, cookie) => {
    expect(sessionCookieOf(header)).toBe(cookie);
  });
});

describe('demandOwnOrigin', () => {
  const cookie = 'activity-hub.session_token=x.y';
  const known = { consoleUrls: ['https://hub.example.org'], consoleUrlsKnown: true } as const;
  const unknown = { consoleUrls: ['http://127.0.0.1:3000'], consoleUrlsKnown: false } as const;
  test.each([
    ['GET', { cookie }, known, true],
    ['POST', { origin: 'https://evil.example' }, known, true],
    ['POST', { cookie, origin: 'https://hub.example.org' }, known, true],
    ['POST', { cookie, origin: 'https://evil.example' }, known, false],
    ['POST', { cookie, origin: 'http://127.0.0.1:3000' }, known, false],
    ['DELETE', { cookie }, known, false],
    ['PATCH', { cookie, origin: 'http://localhost:5173' }, unknown, true],
    ['PATCH', { cookie, origin: 'https://evil.example' }, unknown, false],
    ['POST', { cookie }, unknown, false],
  ])('%s with %j', (method, headers, settings, isAllowed) => {
    const demand = () => demandOwnOrigin({ method, headers }, settings);
    if (isAllowed) expect(demand).not.toThrow();
    else expect(demand).toThrow(expect.objectContaining({ code: 'host_not_allowed' }));
  });
});

describe('readSignInSettings', () => {
  test('needs nothing', () => {
    const settings = readSignInSettings({});
    expect(settings).toMatchObject({ consoleUrlsKnown: false, ory: undefined });
    expect(settings.secret.length).toBeGreaterThan(32);
    expect(settings.secret).not.toBe(readSignInSettings({}).secret);
  });

  test.each([
    [{ HUB_AUTH_SECRET: 'short' }, 'HUB_AUTH_SECRET'],
    [{ HUB_CONSOLE_URL: 'hub.example.org' }, 'HUB_CONSOLE_URL'],
    [{ ORY_ISSUER_URL: 'https://ory', ORY_CLIENT_ID: 'x' }, 'ORY_CLIENT_SECRET'],
    [{ ORY_ISSUER_URL: 'ory' }, 'ORY_CLIENT_ID|ORY_ISSUER_URL'],
  ])('says what is wrong with %j', (variables, name) => {
    expect(() => readSignInSettings(variables)).toThrow(new RegExp(name));
  });
});
