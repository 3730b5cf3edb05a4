import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addDays,
  dayIn,
  dayStartMs,
  daysBetween,
  hourIn,
  instantOfText,
  instantText,
  monthOf,
  weekOf,
} from './calendar.ts';

const anyInstant = fc.integer({ min: Date.parse('1960-01-01'), max: Date.parse('2100-01-01') });
const anyDay = anyInstant.map((instant) => new Date(instant).toISOString().slice(0, 10));
const anyZone = fc.constantFrom('UTC', 'Europe/Moscow', 'America/New_York', 'Asia/Kathmandu', 'Pacific/Apia');

describe('days', () => {
  it('are added and counted as dates', () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: -5_000, max: 5_000 }), (day, days) => {
        expect(daysBetween(day, addDays(day, days))).toBe(days);
        expect(new Date(addDays(day, days)).getTime() - new Date(day).getTime()).toBe(days * 86_400_000);
      }),
    );
  });

  it('belong to the week of their Monday and the month of their first', () => {
    fc.assert(
      fc.property(anyDay, (day) => {
        expect(new Date(weekOf(day)).getUTCDay()).toBe(1);
        expect(daysBetween(weekOf(day), day)).toBeGreaterThanOrEqual(0);
        expect(daysBetween(weekOf(day), day)).toBeLessThan(7);
        expect(monthOf(day)).toBe(`${day.slice(0, 8)}01`);
      }),
    );
  });

  it('begin at the first instant that lies in them', () => {
    fc.assert(
      fc.property(anyInstant, anyZone, (instant, zone) => {
        const day = dayIn(zone, instant);
        const start = dayStartMs(zone, day);
        expect(dayIn(zone, start)).toBe(day);
        expect(dayIn(zone, start - 1) < day).toBe(true);
        expect(start).toBeLessThanOrEqual(instant);
      }),
      { numRuns: 300 },
    );
  });
});

it('writes and reads instants as the platform does, also those it remembers', () => {
  fc.assert(
    fc.property(anyInstant, (instant) => {
      const text = new Date(instant).toISOString();
      expect([instantText(instant), instantText(instant)]).toEqual([text, text]);
      expect([instantOfText(text), instantOfText(text)]).toEqual([instant, instant]);
    }),
  );
  expect(instantOfText('tomorrow')).toBeNaN();
  expect(() => instantText(Number.NaN)).toThrow(RangeError);
});

it('tells the two hours of an autumn night apart', () => {
  expect(hourIn('Europe/Berlin', Date.parse('2026-10-25T00:30:00Z'))).toBe('2026-10-25T02+02:00');
  expect(hourIn('Europe/Berlin', Date.parse('2026-10-25T01:30:00Z'))).toBe('2026-10-25T02+01:00');
});
