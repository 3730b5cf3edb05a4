import fc from 'fast-check';
import { expect, test } from 'vitest';
import { retryAfterOf, retryDelay } from './retry-delay.ts';

test('the delay lies anywhere below a ceiling that doubles up to half a minute', () => {
  expect(retryDelay(0, 0, 0.999)).toBeLessThan(200);
  expect(retryDelay(3, 0, 0.5)).toBe(800);
  expect(retryDelay(1_000_000, 0, 1)).toBe(30_000);
  fc.assert(
    fc.property(fc.nat(50), fc.double({ min: 0, max: 1, noNaN: true }), (attempt, random) => {
      const delay = retryDelay(attempt, 0, random);
      return delay >= 0 && delay <= 30_000;
    }),
  );
});

test('Retry-After is never undercut', () => {
  fc.assert(
    fc.property(
      fc.nat(50),
      fc.integer({ min: 1, max: 3_600_000 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (...of) => retryDelay(...of) >= of[1],
    ),
  );
});

test('Retry-After is read as seconds or as a date, and nonsense as none', () => {
  const now = Date.parse('2026-03-01T10:00:00Z');
  expect(retryAfterOf('2', now)).toBe(2_000);
  expect(retryAfterOf('Sun, 01 Mar 2026 10:00:30 GMT', now)).toBe(30_000);
  expect(retryAfterOf('99999999', now)).toBe(3_600_000);
  for (const nonsense of [null, '', 'soon', '-5', 'Infinity']) expect(retryAfterOf(nonsense, now)).toBe(0);
});
