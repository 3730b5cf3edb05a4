import { eventTypes } from '@activity-hub/contracts/event-types/catalog';
import { describe, expect, test } from 'vitest';
import { eventFilterOf, typesOf } from './event-filter-of.ts';

describe('typesOf', () => {
  test('turns a pattern into the known types it covers', () => {
    const learning = eventTypes.map((type) => type.event_type).filter((type) => type.startsWith('activity.learning.'));
    expect(typesOf('activity.learning.*')).toEqual(learning);
    expect(typesOf('learning.**')).toEqual(learning);
    expect(typesOf('learning.completed')).toEqual(['activity.learning.completed']);
    expect(typesOf('learning.never_heard_of')).toEqual([]);
  });

  test('needs no list where everything is meant', () => {
    expect(typesOf(undefined)).toBeUndefined();
    expect(typesOf('**')).toBeUndefined();
    expect(typesOf('activity.**')).toBeUndefined();
  });

  test.each(['', '.', 'activity.', 'Learning.*', 'a..b', '**.completed', 'a.b*', "x' or 1=1", 'a.b.c.d.e.f.g'])(
    'refuses %j',
    (pattern) => {
      expect(() => typesOf(pattern)).toThrow(expect.objectContaining({ code: 'invalid_query', pointer: '/type' }));
    },
  );
});

describe('eventFilterOf', () => {
  test('compares with a number only where the value reads as one', () => {
    const numberOf = (value: string) =>
      eventFilterOf({ payload_path: 'a.b', payload_value: value }, 'everybody').payload?.number;
    expect([numberOf('5'), numberOf('-0.5'), numberOf('1e3')]).toEqual([5, -0.5, 1000]);
    expect(['', ' 5', '0x10', 'Infinity', '1e999', '5,0'].map(numberOf)).toEqual([null, null, null, null, null, null]);
  });

  test('writes ids as the databases do', () => {
    expect(eventFilterOf({ user_id: 'BFDAB15A-90DA-540F-AA14-D73681D25A9A' }, 'everybody').user_id).toBe(
      'bfdab15a-90da-540f-aa14-d73681d25a9a',
    );
  });

  test.each([
    [{ payload_value: '5' }, '/payload_path'],
    [{ payload_op: 'exists' as const }, '/payload_path'],
    [{ payload_path: 'a', payload_op: 'gt' as const }, '/payload_value'],
    [{ payload_path: 'a' }, '/payload_value'],
    [{ from: '2026-01-02T00:00:00Z', to: '2026-01-01T00:00:00Z' }, '/from'],
  ])('refuses %j', (search, pointer) => {
    expect(() => eventFilterOf(search, 'everybody')).toThrow(
      expect.objectContaining({ code: 'invalid_query', pointer }),
    );
  });
});
