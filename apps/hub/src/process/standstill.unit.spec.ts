import { expect, it } from 'vitest';
import { Standstill } from './standstill.ts';

it('lasts after five minutes in which nothing was finished, and is over with the next event', () => {
  let nowMs = 0;
  const standstill = new Standstill(() => nowMs);
  const after = (minutes: number, finished: number): boolean => {
    nowMs += minutes * 60_000;
    return standstill.lasts(finished);
  };
  expect([after(4, 0), after(4, 10), after(4, 10), after(2, 10), after(0, 11)]).toEqual([
    false,
    false,
    false,
    true,
    false,
  ]);
});
