import { expect, it } from 'vitest';
import { ClientAddresses } from './client-addresses.ts';

it('lets the addresses of the last hour in, and tells the first stranger of an hour from the next', () => {
  let now = 0;
  const addresses = new ClientAddresses(() => now);
  const note = (address: string) => addresses.note('lms', address, 2);
  expect([note('a'), note('b'), note('a')]).toEqual(['admitted', 'admitted', 'admitted']);
  expect([note('c'), note('d'), note('a')]).toEqual(['refused-first', 'refused', 'admitted']);
  expect(addresses.note('crm', 'c', 2)).toBe('admitted');
  now = 3_600_000;
  note('a');
  expect([note('c'), note('b')]).toEqual(['admitted', 'refused-first']);
});

it('forgets nobody who came within the hour, and everybody after it', () => {
  let now = 0;
  const addresses = new ClientAddresses(() => now);
  for (let n = 0; n < 20; n++) expect(addresses.note('lms', String(n), 20)).toBe('admitted');
  now = 3_599_999;
  expect(addresses.note('lms', 'new', 20)).toBe('refused-first');
  now = 3_600_000;
  expect(addresses.note('lms', 'new', 20)).toBe('admitted');
});
