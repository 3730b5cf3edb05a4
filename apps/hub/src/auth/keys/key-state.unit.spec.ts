import { describe, expect, it } from 'vitest';
import { keyRowFixture } from '../testing/key-row-fixture.ts';
import { demandAlive, keyStateOf } from './key-state.ts';

const now = Date.parse('2026-11-23T12:00:00.000Z');
const before = '2026-11-23T11:59:59.999Z';
const after = '2026-11-23T12:00:00.001Z';

describe('the state of a key', () => {
  it.each([
    ['active', {}, undefined],
    ['active', { expires_at: after }, undefined],
    ['ending', { rotated_to: 'x', overlap_until: after }, undefined],
    ['expired', { expires_at: before }, 'key_expired'],
    ['expired', { rotated_to: 'x', overlap_until: before }, 'key_expired'],
    ['revoked', { revoked_at: before }, 'key_revoked'],
    ['revoked', { revoked_at: before, expires_at: before }, 'key_revoked'],
  ] as const)('is %s for %o', (state, over, code) => {
    const key = keyRowFixture(over);
    expect(keyStateOf(key, now)).toBe(state);
    if (code === undefined) demandAlive(key, now);
    else expect(() => demandAlive(key, now)).toThrowError(expect.objectContaining({ code, status: 401 }));
  });
});
