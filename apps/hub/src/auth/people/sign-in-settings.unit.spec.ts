import { describe, expect, test } from 'vitest';
import { readSignInSettings } from './sign-in-settings.ts';

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
