import type { KeyLimits } from '@activity-hub/contracts/access/api-key';
import type { KeyRow } from '@activity-hub/db/keys/key-row';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { keyRowFixture } from '../testing/key-row-fixture.ts';
import { DailyUsage } from './daily-usage.ts';
import { KnownKeys } from './known-keys.ts';
import { Limits } from './limits.ts';

beforeEach(() => {
  vi.useFakeTimers({ now: Date.parse('2026-11-23T23:59:00.000Z') });
});
afterEach(() => {
  vi.useRealTimers();
});

function setUp(limits: Partial<KeyLimits>) {
  const state: { row: KeyRow } = { row: keyRowFixture({ limits }) };
  const keys = new KnownKeys({ read: async () => state.row, now: Date.now });
  const usage = new DailyUsage({ add: async (used) => used, read: async () => [] }, Date.now);
  const made = new Limits({ keys, usage, now: Date.now });
  const publisher = { keyId: state.row.key_id, source: 'lms', allows: () => true };
  return { state, keys, made, take: (events: number) => made.take(publisher, events) };
}

describe('the limits of a key', () => {
  it('let the burst through at once, and the rate over its window', async () => {
    const { take } = setUp({ events_per_second: 10, burst: 50 });
    await take(50);
    await expect(take(1)).rejects.toMatchObject({ code: 'rate_limited', status: 429, retryAfterSeconds: 5 });
    vi.advanceTimersByTime(5_001);
    await take(50);
  });

  it('are not used up by what they refuse', async () => {
    const { take } = setUp({ events_per_second: 10, burst: 50 });
    await take(40);
    await expect(take(20)).rejects.toMatchObject({ code: 'rate_limited' });
    await take(10);
  });

  it('say that a batch can never pass, instead of letting it be tried for ever', async () => {
    const { take } = setUp({ events_per_second: 10 });
    await expect(take(101)).rejects.toMatchObject({ code: 'batch_too_large', status: 413 });
    await take(100);
  });

  it('end with the quota of the day and say when the next begins', async () => {
    const { take } = setUp({ events_per_day: 10 });
    await take(10);
    await expect(take(1)).rejects.toMatchObject({ code: 'quota_exceeded', status: 429, retryAfterSeconds: 60 });
    vi.advanceTimersByTime(60_000);
    await take(10);
  });

  it('hold for requests as well', async () => {
    const { made, state } = setUp({ requests_per_second: 2 });
    await made.takeRequest(state.row);
    await made.takeRequest(state.row);
    await expect(made.takeRequest(state.row)).rejects.toMatchObject({ code: 'rate_limited', retryAfterSeconds: 1 });
  });

  it('notice on an open connection that the key was revoked', async () => {
    const { take, state, keys } = setUp({});
    await take(1);
    state.row = { ...state.row, revoked_at: '2026-11-23T00:00:00.000Z' };
    keys.forget(state.row.key_id);
    await expect(take(1)).rejects.toMatchObject({ code: 'key_revoked' });
  });

  it('do not exist for people', async () => {
    const { made } = setUp({ events_per_day: 1 });
    await made.take({ keyId: null, source: null, allows: () => true }, 1_000_000);
  });
});
