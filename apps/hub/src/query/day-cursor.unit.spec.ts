import { expect, test } from 'vitest';
import { encodeDayCursor, readDayCursor } from './day-cursor.ts';

test('comes back as it was', () => {
  expect(readDayCursor(encodeDayCursor('2024-02-29'))).toBe('2024-02-29');
  expect(readDayCursor(undefined)).toBeUndefined();
});

test.each(['', 'x', encodeDayCursor('2026-02-30'), encodeDayCursor('0000-01-01'), encodeDayCursor('infinity')])(
  'refuses %j',
  (cursor) => {
    expect(() => readDayCursor(cursor)).toThrow(
      expect.objectContaining({ code: 'invalid_cursor', pointer: '/cursor' }),
    );
  },
);
