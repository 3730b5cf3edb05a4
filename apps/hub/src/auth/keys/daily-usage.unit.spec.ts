import type { KeyUsage } from '@activity-hub/db/keys/add-key-usage';
import { describe, expect, it } from 'vitest';
import { DailyUsage } from './daily-usage.ts';

const noon = Date.parse('2026-11-23T12:00:00.000Z');
const day = '2026-11-23';

/** The table, which other processes add to as well. */
function setUp(kept: Record<string, number> = {}) {
  const table = new Map(Object.entries(kept));
  const state = { now: noon, isAway: false };
  const store = {
    async add(usage: readonly KeyUsage[]) {
      if (state.isAway) throw new Error('away');
      for (const each of usage) table.set(each.key_id, (table.get(each.key_id) ?? 0) + each.events);
      return usage.map((each) => ({ ...each, events: table.get(each.key_id) ?? 0 }));
    },
    read: async (asked: string) => [...table].map(([key_id, events]) => ({ key_id, day: asked, events })),
  };
  return { table, state, usage: new DailyUsage(store, () => state.now) };
}

describe('the usage of a day', () => {
  it('ends at the quota and begins anew at midnight UTC', () => {
    const { usage, state } = setUp();
    expect(usage.take('lms', 90, 100)).toBeUndefined();
    expect(usage.take('lms', 11, 100)).toBe(12 * 3_600);
    expect(usage.take('lms', 10, 100)).toBeUndefined();
    expect(usage.take('lms', 1, 100)).toBeDefined();
    state.now += 12 * 3_600_000;
    expect(usage.take('lms', 100, 100)).toBeUndefined();
  });

  it('goes on where another process, or this one before it was killed, had come to', async () => {
    const { usage } = setUp({ lms: 95 });
    await usage.load();
    expect(usage.take('lms', 6, 100)).toBeDefined();
    expect(usage.take('lms', 5, 100)).toBeUndefined();
  });

  it('learns with each flush what the others have used', async () => {
    const { usage, table } = setUp();
    usage.take('lms', 10, 100);
    table.set('lms', 80);
    await usage.flush();
    expect(table.get('lms')).toBe(90);
    expect(usage.take('lms', 11, 100)).toBeDefined();
    expect(usage.take('lms', 10, 100)).toBeUndefined();
  });

  it('is not lost while the database is away, and not counted twice afterwards', async () => {
    const { usage, table, state } = setUp();
    usage.take('lms', 10, null);
    state.isAway = true;
    await expect(usage.flush()).rejects.toThrow('away');
    usage.take('lms', 5, null);
    state.isAway = false;
    await Promise.all([usage.flush(), usage.flush()]);
    expect(table.get('lms')).toBe(15);
  });

  it('keeps the last events of a day that is over under that day', async () => {
    const added: KeyUsage[] = [];
    const clock = { now: noon };
    const usage = new DailyUsage(
      {
        add: async (each) => {
          added.push(...each);
          return each;
        },
        read: async () => [],
      },
      () => clock.now,
    );
    usage.take('lms', 3, null);
    clock.now += 86_400_000;
    usage.take('lms', 4, null);
    await usage.flush();
    expect(added).toEqual([
      { key_id: 'lms', day, events: 3 },
      { key_id: 'lms', day: '2026-11-24', events: 4 },
    ]);
  });
});
