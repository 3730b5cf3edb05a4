import { expect, test } from 'vitest';
import { hourSlots } from './hour-slots.ts';

const now = Date.parse('2026-11-23T10:30:00Z');

test('every hour has its place, also those nobody told of', () => {
  const slots = hourSlots(
    [
      { hour: '2026-11-23T10:00:00.000Z', delivered: 3, failed: 1 },
      { hour: '2026-11-22T11:00:00.000Z', delivered: 2, failed: 0 },
      { hour: '2026-11-22T10:00:00.000Z', delivered: 9, failed: 9 },
    ],
    now,
  );
  expect(slots).toHaveLength(24);
  expect(slots.at(-1)).toMatchObject({ delivered: 3, failed: 1 });
  expect(slots[0]).toEqual({ startMs: Date.parse('2026-11-22T11:00:00Z'), delivered: 2, failed: 0 });
  expect(slots.slice(1, -1).every(({ delivered, failed }) => delivered + failed === 0)).toBe(true);
});

test('figures newer than the page move it on', () => {
  const slots = hourSlots([{ hour: '2026-11-23T11:00:00Z', delivered: 1, failed: 0 }], now);
  expect(slots.at(-1)?.delivered).toBe(1);
});
