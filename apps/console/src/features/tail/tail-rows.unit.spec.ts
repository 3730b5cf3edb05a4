import type { StreamedEvent } from '@activity-hub/contracts/dispatch/stream';
import { expect, test } from 'vitest';
import { held, maxRows, noRows, released, type TailRow, withArrived } from './tail-rows.ts';

const rowsOf = (from: number, count: number): readonly TailRow[] =>
  Array.from({ length: count }, (_, at) => ({ serial: from + at, event: {} as StreamedEvent }));
const serials = (rows: readonly TailRow[]): readonly number[] => rows.map(({ serial }) => serial);

test('the newest stand first', () => {
  expect(serials(withArrived(withArrived(noRows, rowsOf(1, 2)), rowsOf(3, 1)).shown)).toEqual([3, 2, 1]);
});

test('nothing moves while it is held, and nothing is lost when it goes on', () => {
  const paused = withArrived(held(withArrived(noRows, rowsOf(1, 2)), 'scrolled'), rowsOf(3, 2));
  expect(serials(paused.shown)).toEqual([2, 1]);
  expect(serials(paused.waiting)).toEqual([4, 3]);
  expect(released(paused)).toMatchObject({ held: null, waiting: [], leftOut: 0 });
  expect(serials(released(paused).shown)).toEqual([4, 3, 2, 1]);
});

test('the first reason to hold is the one that is told', () => {
  expect(held(held(noRows, 'asked'), 'scrolled').held).toBe('asked');
});

test('it is bounded, and counts what it left out', () => {
  const full = withArrived(noRows, rowsOf(0, maxRows));
  expect(withArrived(full, rowsOf(maxRows, 5))).toMatchObject({ leftOut: 5 });
  const waiting = withArrived(held(full, 'asked'), rowsOf(maxRows, maxRows + 3));
  expect(waiting.waiting).toHaveLength(maxRows);
  expect(waiting.leftOut).toBe(3);
  expect(released(waiting)).toMatchObject({ leftOut: maxRows + 3 });
  expect(released(waiting).shown).toHaveLength(maxRows);
});
