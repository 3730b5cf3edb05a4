import { describe, expect, it } from 'vitest';
import { headersFault, redactedHeaders } from './webhook-headers.ts';

describe('headersFault', () => {
  it('takes usual headers', () => {
    expect(headersFault({ 'x-team': 'a\tb', authorization: 'Bearer x', 'x-latin': 'é' })).toBeUndefined();
  });

  it.each([
    ['Host', 'a.example'],
    ['transfer-encoding', 'chunked'],
    ['content-length', '0'],
    ['x a', '1'],
    ['', '1'],
    ['x-a', 'a\r\nx-b: 1'],
    ['x-a', '\0'],
    ['x-a', 'я'],
    ['x-a', 'a'.repeat(9_000)],
  ])('refuses %s', (name, value) => expect(headersFault({ [name]: value })).toMatch(/header/));
});

describe('redactedHeaders', () => {
  it('keeps what helps to find a fault and hides what lets somebody in', () => {
    const headers = {
      Authorization: 'Bearer s',
      Cookie: 's',
      'X-Api-Key': 's',
      'x-auth': 's',
      'x-custom': 's',
      'webhook-signature': 'v1,a',
      'content-type': 'application/json',
    };
    expect(redactedHeaders(headers, ['X-Custom'])).toEqual({
      authorization: '[redacted]',
      cookie: '[redacted]',
      'x-api-key': '[redacted]',
      'x-auth': '[redacted]',
      'x-custom': '[redacted]',
      'webhook-signature': 'v1,a',
      'content-type': 'application/json',
    });
  });
});
