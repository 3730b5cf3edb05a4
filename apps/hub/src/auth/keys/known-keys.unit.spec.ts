import { HubError } from '@activity-hub/contracts/errors';
import type { KeyRow } from '@activity-hub/db/keys/key-row';
import { describe, expect, it } from 'vitest';
import { keyRowFixture } from '../testing/key-row-fixture.ts';
import { KnownKeys } from './known-keys.ts';

function setUp() {
  const row = keyRowFixture();
  const state = { now: 0, reads: 0, answer: async (): Promise<KeyRow | undefined> => row };
  const keys = new KnownKeys({
    now: () => state.now,
    read: () => {
      state.reads += 1;
      return state.answer();
    },
  });
  return { row, state, keys, id: row.key_id };
}

describe('known keys', () => {
  it('are read once for many requests', async () => {
    const { row, state, keys, id } = setUp();
    expect(await Promise.all([keys.find(id), keys.find(id)])).toEqual([row, row]);
    await keys.find(id);
    expect(state.reads).toBe(1);
  });

  it('are read again beside a request before they grow old', async () => {
    const { row, state, keys, id } = setUp();
    await keys.find(id);
    const newer = { ...row, name: 'newer' };
    state.answer = async () => newer;
    state.now = 3_000;
    expect((await keys.find(id))?.name).toBe('lms');
    await Promise.resolve();
    expect((await keys.find(id))?.name).toBe('newer');
    expect(state.reads).toBe(2);
  });

  it('are not believed for more than five seconds, whatever the database does', async () => {
    const { state, keys, id } = setUp();
    await keys.find(id);
    state.answer = async () => {
      throw new HubError('store_unavailable', 'away');
    };
    state.now = 4_900;
    expect(await keys.find(id)).toBeDefined();
    state.now = 5_000;
    await expect(keys.find(id)).rejects.toMatchObject({ code: 'store_unavailable' });
  });

  it('are forgotten with what is being read at that moment', async () => {
    const { row, state, keys, id } = setUp();
    let answer: (row: KeyRow) => void = () => undefined;
    state.answer = () =>
      new Promise((resolve) => {
        answer = resolve;
      });
    const early = keys.find(id);
    keys.forget(id);
    answer(row);
    await early;
    state.answer = async () => ({ ...row, revoked_at: '2026-11-23T00:00:00.000Z' });
    expect((await keys.find(id))?.revoked_at).not.toBeNull();
  });

  it('that do not exist are looked for once a minute, and found when they are made', async () => {
    const { row, state, keys, id } = setUp();
    state.answer = async () => undefined;
    expect([await keys.find(id), await keys.find(id)]).toEqual([undefined, undefined]);
    expect(state.reads).toBe(1);
    state.answer = async () => row;
    keys.forget(id);
    expect(await keys.find(id)).toEqual(row);
  });

  it('are not looked up without bound', async () => {
    const { state, keys } = setUp();
    state.answer = () => new Promise(() => undefined);
    for (let n = 0; n < 256; n++) keys.find(`made-up-${n}`).catch(() => undefined);
    await expect(keys.find('one-too-many')).rejects.toMatchObject({ code: 'overloaded' });
  });
});
