import { describe, expect, test } from 'vitest';
import {
  groupSearchOf,
  isFiltered,
  isList,
  loadRefusedFilters,
  noFilters,
  refusedFilterOf,
  refusedSearchOf,
} from './refused-filters.ts';

const anchorMs = Date.parse('2026-11-23T12:00:00Z');
const read = (search: string) => loadRefusedFilters(new URLSearchParams(search));

describe('filters of refused events', () => {
  test('an address without any shows what is open', () => {
    expect(refusedSearchOf(read(''), anchorMs)).toEqual({ state: 'open', limit: 100 });
    expect(groupSearchOf(read('state=any'), anchorMs)).toEqual({ state: 'any', limit: 100 });
  });

  test('all of them narrow a repair of many too, but for the state', () => {
    const search = 'group=g&code=c&source=lms&type=t&key=k&text=x&state=discarded&range=24h';
    expect(refusedFilterOf(read(search), anchorMs)).toEqual({
      group_id: 'g',
      code: 'c',
      source: 'lms',
      type: 't',
      key_id: 'k',
      text: 'x',
      from: '2026-11-22T12:00:00.000Z',
    });
  });

  test('an absolute range goes before a preset', () => {
    expect(refusedFilterOf(read(`range=1h&to=${anchorMs}`), anchorMs)).toEqual({ to: '2026-11-23T12:00:00.000Z' });
  });

  test('a group and a view are places, not filters', () => {
    const place = read('group=g&view=events');
    expect(isFiltered(place)).toBe(false);
    expect(isList(place)).toBe(true);
    expect(isList(read('code=c'))).toBe(false);
    const filtered = { ...place, text: 'x' };
    expect(isFiltered(filtered)).toBe(true);
    expect(isFiltered({ ...filtered, ...noFilters })).toBe(false);
  });
});
