import type { RecordedEvent } from '@activity-hub/contracts/event';
import { encodePosition } from '@activity-hub/contracts/position';
import { expect, it } from 'vitest';
import { announcesBehind } from './announces.ts';

const at = (lane: number, offset: number) => ({ position: encodePosition({ lane, offset }) }) as RecordedEvent;
const bucket = { lane: 9, offset: 4, derivesAfter: 0, madeAt: '' };

it('announces of an inbox what is new in its lane or was left to it, and deadlines once the past is folded', () => {
  let silent = true;
  const announces = announcesBehind({
    derivesAfter: [0, 0, 0, 20],
    owed: [{ lane: 3, offset: 18 }],
    inSilence: () => silent,
  });
  expect([17, 18, 19, 20, 21].map((offset) => announces(bucket, at(3, offset)))).toEqual([
    false,
    true,
    false,
    false,
    true,
  ]);
  expect(announces(bucket, at(2, 18))).toBe(true);
  expect(announces(bucket, undefined)).toBe(false);
  silent = false;
  expect(announces(bucket, undefined)).toBe(true);
  expect(announces({ ...bucket, derivesAfter: 1 }, at(3, 21))).toBe(false);
});
