import { describe, expect, test } from 'vitest';
import { eventSearch } from './event-search.ts';
import { trendQuery } from './system-activity.ts';

const fits = (search: unknown) => eventSearch.safeParse(search).success;

describe('an event search', () => {
  test('has its defaults', () => {
    expect(eventSearch.parse({})).toEqual({ payload_op: 'eq', limit: 50 });
  });

  test('takes every id that the ingest takes, not only ids with version bits', () => {
    expect(fits({ user_id: '00000000-0000-0000-0000-000000000001' })).toBe(true);
    expect(fits({ user_id: 'BFDAB15A-90DA-040F-0A14-D73681D25A9A' })).toBe(true);
    expect(fits({ user_id: '{bfdab15a-90da-540f-aa14-d73681d25a9a}' })).toBe(false);
  });

  test('wants instants with an offset', () => {
    expect(fits({ from: '2026-03-10T12:00:00.123456+03:00' })).toBe(true);
    expect(fits({ from: '2026-03-10T12:00:00' })).toBe(false);
    expect(fits({ from: '2026-03-10' })).toBe(false);
  });

  test.each(['course_id', 'work.kind', '_a.b1.c'])('asks for the payload at %s', (path) => {
    expect(fits({ payload_path: path })).toBe(true);
  });

  test.each(['', '.', 'a.', 'a..b', '1a', 'a[0]', "a'b", 'a b', 'a.b.c.d.e.f.g.h.i'])('does not ask at %j', (path) => {
    expect(fits({ payload_path: path })).toBe(false);
  });
});

test('the step of trends is chosen by the hub when it is not given', () => {
  expect(trendQuery.parse({})).toEqual({ group: 'family' });
});
