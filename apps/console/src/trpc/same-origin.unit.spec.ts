import { expect, test } from 'vitest';
import { isSameOrigin } from './same-origin.ts';

test.each([
  [{ host: '127.0.0.1:3000' }, true],
  [{ host: '127.0.0.1:3000', 'sec-fetch-site': 'same-origin', origin: 'http://127.0.0.1:3000' }, true],
  [{ host: '127.0.0.1:3000', origin: 'http://127.0.0.1:3001' }, false],
  [{ host: '127.0.0.1:3000', 'sec-fetch-site': 'cross-site' }, false],
  [{ host: '127.0.0.1:3000', 'sec-fetch-site': 'same-site' }, false],
  [{ host: '127.0.0.1:3000', origin: 'null' }, false],
  [{ origin: 'http://127.0.0.1:3000' }, false],
])('%j may change something: %s', (headers, allowed) => {
  expect(isSameOrigin(new Headers(headers))).toBe(allowed);
});
