import { expect, test } from 'vitest';
import { changeTexts } from './change-texts.ts';

const words = {
  instant: (at: string): string => `at ${at.slice(11, 16)}`,
  place: (pointer: string): string | undefined => (pointer === '/again' ? undefined : pointer.slice(1)),
  begun: 'begins',
};

test('says what changed where', () => {
  const changes = [
    { pointer: '/streaks/0/count', before: 3, after: 4, cut: false },
    { pointer: '/breaks_at', before: null, after: '2026-03-20T08:30:00.000Z', cut: false },
    { pointer: '/start', after: '2026-03-20', cut: false },
    { pointer: '/again', before: 3, after: 4, cut: false },
    { pointer: '', before: null, after: { text: 'new' }, cut: false },
    { pointer: '/whole', before: { text: 'old' }, after: { text: 'x'.repeat(60) }, cut: false },
  ];
  expect(changeTexts({ amount: null, changes }, words)).toEqual([
    'streaks/0/count: 3 → 4',
    'breaks_at: – → at 08:30',
    'start: – → 2026-03-20',
    'begins',
    `whole: {"text":"old"} → {"text":"${'x'.repeat(31)}…`,
  ]);
});

test('says an amount as it was and is, and nothing where it stayed', () => {
  expect(changeTexts({ amount: { before: 1, after: 3.5, contribution: 2.5 }, changes: null }, words)).toEqual([
    '1 → 3.5',
  ]);
  expect(changeTexts({ amount: { before: 1, after: 1, contribution: 0 }, changes: null }, words)).toEqual([]);
});
