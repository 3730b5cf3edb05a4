import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { FailedAttempts } from './failed-attempts.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

it('stops an address after thirty different failures, and no other', async () => {
  const failures = new FailedAttempts(Date.now);
  for (let n = 0; n < 30; n++) await failures.count('10.0.0.1', `guess ${n}`);
  failures.demandRoom('10.0.0.1');
  await expect(failures.count('10.0.0.1', 'one more')).rejects.toMatchObject({ code: 'rate_limited', status: 429 });
  expect(() => failures.demandRoom('10.0.0.1')).toThrowError(expect.objectContaining({ code: 'rate_limited' }));
  failures.demandRoom('10.0.0.2');
  vi.advanceTimersByTime(60_001);
  failures.demandRoom('10.0.0.1');
  await failures.count('10.0.0.1', 'one more');
});

it('counts a program that repeats its one wrong key once a minute', async () => {
  const failures = new FailedAttempts(Date.now);
  for (let n = 0; n < 1_000; n++) await failures.count('10.0.0.1', 'an old key');
  failures.demandRoom('10.0.0.1');
});
