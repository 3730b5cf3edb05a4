import { describe, expect, test } from 'vitest';
import { clientAddress } from './client-address.ts';

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
