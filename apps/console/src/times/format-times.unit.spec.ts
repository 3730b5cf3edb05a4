import { expect, test } from 'vitest';
import { timesIn } from './format-times.ts';

const instant = '2026-11-23T22:30:05.120Z';

test('every form follows the zone', () => {
  expect(timesIn('en', 'UTC').instant(instant)).toBe('23 Nov 2026, 22:30:05');
  expect(timesIn('en', 'Europe/Moscow').instant(instant)).toBe('24 Nov 2026, 01:30:05');
  expect(timesIn('en', 'Europe/Moscow').precise(instant)).toBe('24 Nov 2026, 01:30:05.120 +03:00');
  expect(timesIn('en', 'UTC').precise(instant)).toBe('23 Nov 2026, 22:30:05.120 +00:00');
});

test('midnight is 00, never 24', () => {
  expect(timesIn('en', 'UTC').clock('2026-11-23T00:00:00.000Z')).toBe('00:00:00');
  expect(timesIn('ru', 'UTC').shortClock('2026-11-23T00:05:00.000Z')).toBe('00:05');
});

test('a calendar day never moves with a zone', () => {
  for (const zone of ['Pacific/Kiritimati', 'Pacific/Niue', 'UTC']) {
    expect(timesIn('en', zone).day('2026-11-23')).toBe('23 November');
    expect(timesIn('ru', zone).day('2026-11-23', true)).toBe('23 ноября 2026');
  }
  expect(timesIn('en', 'UTC').month('2026-11-01', 'long', true)).toBe('November 2026');
});
