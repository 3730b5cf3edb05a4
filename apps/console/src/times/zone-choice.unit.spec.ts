import { expect, test } from 'vitest';
import { formatZoneChoice, parseZoneChoice, zoneOfChoice } from './zone-choice.ts';

test('a choice survives the cookie', () => {
  for (const choice of [
    { mode: 'utc' },
    { mode: 'mine', zone: 'Asia/Novosibirsk' },
    { mode: 'participant' },
  ] as const) {
    expect(parseZoneChoice(formatZoneChoice(choice))).toEqual(choice);
  }
});

test('an unknown zone or a broken cookie falls back to the default', () => {
  expect(parseZoneChoice('mine:Mars/Olympus')).toEqual({ mode: 'participant' });
  expect(parseZoneChoice('nonsense')).toEqual({ mode: 'participant' });
  expect(parseZoneChoice(undefined)).toEqual({ mode: 'participant' });
});

test('the zone of a participant counts only where there is one', () => {
  expect(zoneOfChoice({ mode: 'participant' }, 'Europe/Moscow')).toBe('Europe/Moscow');
  expect(zoneOfChoice({ mode: 'participant' }, null)).toBe('UTC');
  expect(zoneOfChoice({ mode: 'utc' }, 'Europe/Moscow')).toBe('UTC');
  expect(zoneOfChoice({ mode: 'mine', zone: 'Europe/Berlin' }, 'Europe/Moscow')).toBe('Europe/Berlin');
});
