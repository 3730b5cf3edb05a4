import { expect, test } from 'vitest';
import { anchorOf, eventSearchOf, isFiltered, noFilters } from './events-filters.ts';

const now = Date.parse('2026-11-23T10:00:42.000Z');

test('server and browser ask the same question within a minute', () => {
  const filters = { ...noFilters, range: '24h' as const };
  expect(eventSearchOf(filters, anchorOf(now))).toEqual(eventSearchOf(filters, anchorOf(now + 10_000)));
  expect(eventSearchOf(filters, anchorOf(now)).from).toBe('2026-11-22T10:00:00.000Z');
});

test('an absolute range goes before a preset', () => {
  const filters = {
    ...noFilters,
    range: '7d' as const,
    from: Date.parse('2026-01-01T00:00:00Z'),
    to: Date.parse('2026-02-01T00:00:00Z'),
  };
  expect(eventSearchOf(filters, anchorOf(now))).toMatchObject({
    from: '2026-01-01T00:00:00.000Z',
    to: '2026-02-01T00:00:00.000Z',
  });
});

test('a payload filter without an operator means equality, and no path means no payload filter', () => {
  expect(eventSearchOf({ ...noFilters, path: 'course_id', value: 'BBB' }, now)).toMatchObject({
    payload_path: 'course_id',
    payload_op: 'eq',
    payload_value: 'BBB',
  });
  expect(eventSearchOf({ ...noFilters, op: 'gt', value: '5' }, now)).toEqual({ limit: 100 });
});

test('the whole log is no filter', () => {
  expect(isFiltered(noFilters)).toBe(false);
  expect(isFiltered({ ...noFilters, range: 'all' })).toBe(false);
  expect(isFiltered({ ...noFilters, range: '7d' })).toBe(true);
  expect(isFiltered({ ...noFilters, source: 'lms' })).toBe(true);
});
