import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultRetryRules, judgeAttempt, type RetryRules } from './judge-attempt.ts';
import { retryAfterMs } from './retry-after.ts';

const now = Date.UTC(2026, 10, 29, 12);
const hour = 3_600_000;
const failed = (status: number | undefined, retryAfter?: string): Parameters<typeof judgeAttempt>[0] => ({
  status,
  responseHeaders: retryAfter === undefined ? {} : { 'retry-after': retryAfter },
  error: status === undefined ? { code: 'timeout', sentence: 'Nobody answered.' } : undefined,
});

function waitOf(attemptNo: number, random: number, retryAfter?: string, rules: RetryRules = defaultRetryRules): number {
  const verdict = judgeAttempt(failed(503, retryAfter), attemptNo, rules, now, random);
  if (verdict.kind !== 'retry') throw new Error(`expected a retry, got ${verdict.kind}`);
  return verdict.at - now;
}

const chance = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
const attempts = fc.integer({ min: 1, max: defaultRetryRules.waitsMs.length });

describe('judgeAttempt', () => {
  it('takes 2xx as delivered, whatever else is said', () => {
    fc.assert(
      fc.property(fc.integer({ min: 200, max: 299 }), fc.integer({ min: 1, max: 99 }), (status, attemptNo) => {
        expect(judgeAttempt(failed(status, '5'), attemptNo, defaultRetryRules, now, 0.5).kind).toBe('delivered');
      }),
    );
  });

  it('ends the subscription on 410 only', () => {
    expect(judgeAttempt(failed(410), 1, defaultRetryRules, now, 0.5).kind).toBe('disable');
    for (const status of [undefined, 301, 304, 308, 400, 401, 403, 404, 408, 409, 422, 425, 429, 500, 502, 503, 504])
      expect(judgeAttempt(failed(status), 1, defaultRetryRules, now, 0.5).kind).toBe('retry');
  });

  it('says why, and that redirects are not followed', () => {
    expect(judgeAttempt(failed(302), 1, defaultRetryRules, now, 0).sentence).toContain('Redirects are not followed');
    expect(judgeAttempt(failed(undefined), 1, defaultRetryRules, now, 0).sentence).toBe('Nobody answered.');
    expect(judgeAttempt(failed(500), 12, defaultRetryRules, now, 0).sentence).toContain('the last of 12 attempts');
  });

  it('makes one attempt more than there are waits', () => {
    expect(judgeAttempt(failed(500), 11, defaultRetryRules, now, 0).kind).toBe('retry');
    expect(judgeAttempt(failed(500), 12, defaultRetryRules, now, 0).kind).toBe('exhausted');
    expect(judgeAttempt(failed(500), 1, { ...defaultRetryRules, waitsMs: [] }, now, 0).kind).toBe('exhausted');
  });

  it('spreads the attempts over about three days', () => {
    const total = defaultRetryRules.waitsMs.reduce((sum, wait) => sum + wait, 0);
    expect(total / hour).toBeGreaterThan(66);
    expect(total / hour).toBeLessThan(78);
  });

  it('keeps the jitter within its bounds, and never waits less at a later attempt', () => {
    fc.assert(
      fc.property(attempts, chance, (attemptNo, random) => {
        const wait = waitOf(attemptNo, random);
        const mean = defaultRetryRules.waitsMs[attemptNo - 1] ?? 0;
        expect(wait).toBeGreaterThanOrEqual(mean / 2 - 1);
        expect(wait).toBeLessThanOrEqual(mean * 1.5 + 1);
        if (attemptNo > 1) expect(wait).toBeGreaterThanOrEqual(waitOf(attemptNo - 1, random));
      }),
    );
  });

  it('honours Retry-After up to a day, and never comes before its schedule', () => {
    fc.assert(
      fc.property(attempts, chance, fc.nat({ max: 10_000_000 }), fc.boolean(), (attemptNo, random, seconds, asDate) => {
        const header = asDate ? new Date(now + seconds * 1_000).toUTCString() : String(seconds);
        const asked = Math.min(seconds * 1_000, 24 * hour);
        expect(waitOf(attemptNo, random, header)).toBe(Math.max(waitOf(attemptNo, random), asked));
      }),
    );
  });

  it('takes any header, random or not, as at most a day', () => {
    fc.assert(
      fc.property(fc.string(), chance, (header, random) => {
        const wait = waitOf(1, random, header);
        expect(wait).toBeGreaterThan(0);
        expect(wait).toBeLessThanOrEqual(24 * hour);
      }),
    );
  });
});

describe('retryAfterMs', () => {
  it.each([
    ['120', 120_000],
    [' 0 ', 0],
    ['Sun, 29 Nov 2026 12:01:00 GMT', 60_000],
    ['Sunday, 29-Nov-26 12:01:00 GMT', 60_000],
    ['Sun, 29 Nov 2026 11:00:00 GMT', 0],
    ['5.5', undefined],
    ['-5', undefined],
    ['1e9', undefined],
    ['tomorrow', undefined],
    ['99999999999999999999', undefined],
    ['Xxx, 99 Yyy 2026 12:00:00 GMT', undefined],
    ['', undefined],
    [undefined, undefined],
  ])('reads %s', (header, expected) => expect(retryAfterMs(header, now)).toBe(expected));
});
