import fc from 'fast-check';
import { expect, it } from 'vitest';
import { normaliseTimestamp } from './normalise-timestamp.ts';

it.each([
  ['2026-06-01T10:00:00.000Z', '2026-06-01T10:00:00.000Z'],
  ['2026-06-01T10:00:00Z', '2026-06-01T10:00:00.000Z'],
  ['2026-06-01t10:00:00z', '2026-06-01T10:00:00.000Z'],
  ['2026-06-01T10:00:00.5Z', '2026-06-01T10:00:00.500Z'],
  ['2026-06-01T10:00:00.123456Z', '2026-06-01T10:00:00.123456Z'],
  ['2026-06-01T10:00:00.123000Z', '2026-06-01T10:00:00.123Z'],
  ['2026-06-01T10:00:00.123456789Z', '2026-06-01T10:00:00.123456Z'],
  ['2026-06-01T01:30:00+03:00', '2026-05-31T22:30:00.000Z'],
  ['2026-12-31T23:30:00.000001-01:00', '2027-01-01T00:30:00.000001Z'],
  ['2024-02-29T00:00:00.000Z', '2024-02-29T00:00:00.000Z'],
])('%s is %s', (text, iso) => {
  expect(normaliseTimestamp(text)).toEqual({ iso, ms: Date.parse(iso) });
});

it.each([
  '2026-02-30T10:00:00.000Z',
  '2025-02-29T10:00:00Z',
  '2026-13-01T10:00:00Z',
  '2026-06-31T10:00:00+03:00',
  '2026-06-01T24:00:00.000Z',
  '2026-06-01T23:59:60Z',
  '2026-06-01T10:00:00+25:00',
  '2026-06-01T10:00:00+03:60',
  '2026-06-01T10:00:00',
  '2026-06-01',
  'yesterday',
])('%s names no instant', (text) => {
  expect(normaliseTimestamp(text)).toBeUndefined();
});

it('keeps every instant, whatever the offset', () => {
  const instant = fc.date({
    min: new Date('2000-01-02T00:00:00Z'),
    max: new Date('2099-12-30T00:00:00Z'),
    noInvalidDate: true,
  });
  fc.assert(
    fc.property(instant, fc.integer({ min: -18 * 60, max: 18 * 60 }), (date, minutes) => {
      const local = new Date(date.getTime() + minutes * 60_000).toISOString().slice(0, -1);
      const away = Math.abs(minutes);
      const offset = `${minutes < 0 ? '-' : '+'}${String(Math.floor(away / 60)).padStart(2, '0')}:${String(away % 60).padStart(2, '0')}`;
      expect(normaliseTimestamp(local + offset)).toEqual({ iso: date.toISOString(), ms: date.getTime() });
    }),
  );
});
