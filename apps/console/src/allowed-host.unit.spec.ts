import { expect, test } from 'vitest';
import { isAllowedHost } from './allowed-host.ts';

test('names of this machine are allowed with any port', () => {
  for (const host of ['localhost', 'localhost:3000', '127.0.0.1:41234', '[::1]:3000', 'LOCALHOST:1']) {
    expect(isAllowedHost(host, undefined), host).toBe(true);
  }
});

test('any other name is refused unless it was added', () => {
  expect(isAllowedHost('evil.example:3000', undefined)).toBe(false);
  expect(isAllowedHost('localhost.evil.example', undefined)).toBe(false);
  expect(isAllowedHost(null, undefined)).toBe(false);
  expect(isAllowedHost('', '')).toBe(false);
  expect(isAllowedHost('hub.example:3000', 'console.example, hub.example')).toBe(true);
});
