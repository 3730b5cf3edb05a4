import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { earlierBy, exactInstant, exactInstantOfMicros, isExactInstant, toWire } from './exact-instant.ts';

describe('exactInstant', () => {
  test.each([
    ['2026-11-23T10:00:00Z', '2026-11-23T10:00:00.000000Z'],
    ['2026-11-23T10:00Z', '2026-11-23T10:00:00.000000Z'],
    ['2026-11-23T10:00:00.5Z', '2026-11-23T10:00:00.500000Z'],
    ['2026-11-23T10:00:00.123Z', '2026-11-23T10:00:00.123000Z'],
    ['2026-11-23T10:00:00.1234Z', '2026-11-23T10:00:00.123400Z'],
    ['2026-11-23T10:00:00.123456789Z', '2026-11-23T10:00:00.123456Z'],
    ['2026-11-23T10:00:00.123456+03:00', '2026-11-23T07:00:00.123456Z'],
    ['2026-01-01T00:30:00.000001+03:00', '2025-12-31T21:30:00.000001Z'],
    ['0000-01-01T00:00:00Z', '1970-01-01T00:00:00.000000Z'],
    ['0000-01-01T00:00:00+14:00', '1970-01-01T00:00:00.000000Z'],
    ['9999-12-31T23:59:59-14:00', '2199-12-31T23:59:59.999999Z'],
  ])('%s is %s', (iso, exact) => {
    expect(exactInstant(iso)).toBe(exact);
  });

  test('keeps every microsecond, on the wire and back', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 7_000_000_000_000_000 }), (micros) => {
        const exact = exactInstantOfMicros(micros);
        expect(isExactInstant(exact)).toBe(true);
        expect(exactInstant(toWire(exact))).toBe(exact);
        expect(Date.parse(`${exact.slice(0, 23)}Z`) * 1000 + Number(exact.slice(23, 26))).toBe(micros);
      }),
    );
  });

  test('orders as text', () => {
    const micros = fc.integer({ min: 0, max: 7_000_000_000_000_000 });
    fc.assert(
      fc.property(micros, micros, (a, b) => {
        expect(exactInstantOfMicros(a) < exactInstantOfMicros(b)).toBe(a < b);
      }),
    );
  });

  test('goes back by milliseconds and keeps the microseconds', () => {
    expect(earlierBy('2026-03-01T00:00:00.000007Z', 86_400_000)).toBe('2026-02-28T00:00:00.000007Z');
  });
});

describe('isExactInstant', () => {
  test.each([
    '2026-02-30T10:00:00.000000Z',
    '2026-13-01T10:00:00.000000Z',
    '2026-01-01T24:00:00.000000Z',
    '2026-01-01T10:00:00.000Z',
    '2026-01-01T10:00:00.000000+00:00',
    '1',
    'now',
    '',
  ])('%j is none', (text) => {
    expect(isExactInstant(text)).toBe(false);
  });
});
