import { expect, it } from 'vitest';
import { isAllowedHost, isAllowedOrigin } from './allowed-host.ts';

it.each(['127.0.0.1:4000', 'localhost', 'LOCALHOST:1', '[::1]:4000', '[::1]'])('takes the host %s', (host) => {
  expect(isAllowedHost(host)).toBe(true);
});

it.each([
  undefined,
  '',
  'evil.example',
  '127.0.0.1.evil.example:4000',
  'localhost.evil.example',
  '[::2]:1',
  '0.0.0.0',
  '192.168.1.5:4000',
])('refuses the host %s', (host) => {
  expect(isAllowedHost(host)).toBe(false);
});

it.each([undefined, 'http://localhost:3000', 'http://127.0.0.1:3000', 'https://[::1]:1'])(
  'takes the origin %s',
  (origin) => {
    expect(isAllowedOrigin(origin)).toBe(true);
  },
);

it.each([
  'null',
  'http://evil.example',
  'http://localhost.evil.example',
  'file://localhost',
  'http://localhost@evil.example',
])('refuses the origin %s', (origin) => {
  expect(isAllowedOrigin(origin)).toBe(false);
});
