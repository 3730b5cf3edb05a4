import { expect, it } from 'vitest';
import { shelfOf } from './state-shelf.ts';

it.each([
  ['2026-05-04', '2026-05-04'],
  ['2026-05-10T23+03:00', '2026-05-04'],
  ['2026-01-01', '2025-12-29'],
  ['1969-12-31', '1969-12-29'],
  ['0001-01-07', '0001-01-01'],
  ['0000-12-31', '-infinity'],
  ['yesterday', '-infinity'],
  ['', '-infinity'],
])('puts %s on the shelf of %s', (start, shelf) => {
  expect(shelfOf(start)).toBe(shelf);
});
