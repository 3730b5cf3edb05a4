import { recordedEventFixture } from '@activity-hub/contracts/plugin/testing/recorded-event-fixture';
import { describe, expect, test } from 'vitest';
import { itemChunks } from './item-chunks.ts';
import { mappedData } from './mapped-data.ts';
import { subsystemConfig } from './subsystem-config.ts';

describe('mappedData', () => {
  const event = recordedEventFixture({ payload: { 'a/b': { '~': [10, 20] }, none: null, zero: 0 }, session_id: null });
  test.each([
    ['/payload/a~1b/~0/1', 20],
    ['/payload/zero', 0],
    ['/source_system', 'lms'],
  ])('%s leads to %j', (pointer, value) => expect(mappedData(event, { field: pointer })).toEqual({ field: value }));
  test.each([
    '/payload/none',
    '/payload/missing',
    '/session_id',
    '/payload/zero/deeper',
    '/constructor/name',
    '/__proto__',
  ])('%s leads to nothing', (pointer) => expect(mappedData(event, { field: pointer })).toEqual({}));
});

describe('itemChunks', () => {
  test('keep the order and the number', () => expect(itemChunks([1, 2, 3, 4, 5], 2)).toEqual([[1, 2], [3, 4], [5]]));
  test('of nothing are none', () => expect(itemChunks([], 2)).toEqual([]));
  test('keep to the size of a request, and let a larger item go alone', () => {
    const [large, small] = ['x'.repeat(5 * 1024 * 1024), 'y'.repeat(1024 * 1024)];
    expect(itemChunks([small, large, small, small], 100).map((chunk) => chunk.length)).toEqual([1, 1, 2]);
  });
});

test.each([
  [{ url: 'ftp://x' }],
  [{ mapping: { Field: '/payload/x' } }],
  [{ mapping: { field: 'payload.x' } }],
  [{ mapping: { field: '/payload/~2' } }],
  [{ max_items: 501 }],
])('refuses the setting %j', (settings) => {
  const config = subsystemConfig({ path: '/x', mapping: {} });
  expect(config.safeParse({}).success).toBe(true);
  expect(config.safeParse(settings).success).toBe(false);
});
