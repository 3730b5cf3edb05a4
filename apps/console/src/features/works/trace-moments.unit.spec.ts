import { expect, test } from 'vitest';
import { momentsOf, type TraceMark } from './trace-moments.ts';

const mark = (at: string, key: string): TraceMark => ({ lane: 'events', key, name: key, eventId: null, at });

test('what happened within a minute stands together, and idle time is one step', () => {
  const marks = [
    mark('2026-05-04T10:00:01.000Z', 'a'),
    mark('2026-05-04T10:00:59.000Z', 'b'),
    mark('2026-05-04T13:00:00.000Z', 'c'),
    mark('2026-05-06T13:00:00.000Z', 'd'),
  ];
  const moments = momentsOf(marks, 10);
  expect(moments.map((moment) => moment.marks.map((one) => one.key).join(''))).toEqual(['ab', 'c', 'd']);
  expect(moments.map((moment) => moment.idleMs)).toEqual([0, 0, 2 * 86_400_000]);
  expect(momentsOf(marks, 1).map((moment) => moment.at)).toEqual(['2026-05-06T13:00:00.000Z']);
  expect(momentsOf([], 5)).toEqual([]);
});
