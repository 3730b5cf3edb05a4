import { expect, test } from 'vitest';
import { localInputOf, parseLocalInput } from './local-input.ts';

test('a typed time means the zone it is typed in', () => {
  expect(parseLocalInput('2026-11-23T10:00', 'Europe/Moscow')).toBe(Date.parse('2026-11-23T07:00:00Z'));
  expect(parseLocalInput('2026-07-01T10:00:30', 'Europe/Berlin')).toBe(Date.parse('2026-07-01T08:00:30Z'));
  expect(parseLocalInput('', 'UTC')).toBeNull();
  expect(parseLocalInput('nonsense', 'UTC')).toBeNull();
});

test('what is shown is what is read', () => {
  for (const zone of ['UTC', 'Asia/Kathmandu', 'America/New_York', 'Pacific/Kiritimati']) {
    const instant = Date.parse('2026-03-29T12:34:56Z');
    expect(parseLocalInput(localInputOf(instant, zone), zone), zone).toBe(instant);
  }
});
