import { expect, test } from 'vitest';
import {
  beginning,
  endOf,
  type FoldMark,
  type Marks,
  markBefore,
  marksBefore,
  markWithRoom,
  thinned,
} from './fold-mark.ts';

const placeAt = (minute: number) => ({ timestamp: `2026-05-04T10:0${minute}:00.000Z`, event_id: 'b' });
const markAt = (minute: number): FoldMark => ({
  at: placeAt(minute),
  point: { state: { minute }, view: null, events: minute * 10 },
  types: [],
  read: minute * 10,
});
const marks: Marks = [beginning, ...[1, 2, 3, 4, 5].map(markAt)];
const minuteOf = ({ at }: FoldMark): number => (at === null ? 0 : Number(at.timestamp.slice(15, 16)));

test('what follows a place is told from the last mark at or before it', () => {
  expect(minuteOf(markBefore(marks, null))).toBe(0);
  expect(minuteOf(markBefore(marks, placeAt(3)))).toBe(3);
  expect(minuteOf(markBefore(marks, { ...placeAt(3), event_id: 'a' }))).toBe(2);
  expect(minuteOf(markBefore(marks, placeAt(0)))).toBe(0);
});

test('what precedes a place is told from a mark with enough events behind it', () => {
  expect(minuteOf(markWithRoom(marks, null, 10))).toBe(4);
  expect(minuteOf(markWithRoom(marks, null, 11))).toBe(3);
  expect(minuteOf(markWithRoom(marks, { ...placeAt(3), event_id: 'c' }, 10))).toBe(2);
  expect(minuteOf(markWithRoom(marks, placeAt(1), 200))).toBe(0);
});

test('a new event voids the marks at and behind its instant', () => {
  expect(marksBefore(marks, placeAt(3).timestamp).map(minuteOf)).toEqual([0, 1, 2]);
  expect(marksBefore(marks, placeAt(0).timestamp).map(minuteOf)).toEqual([0]);
});

test('thinned, a history keeps its beginning and its end', () => {
  expect(thinned(marks).map(minuteOf)).toEqual([0, 2, 4, 5]);
  expect(thinned(thinned(marks)).map(minuteOf)).toEqual([0, 4, 5]);
  expect(endOf(thinned(marks))).toBe(endOf(marks));
});
