import { describe, expect, it } from 'vitest';
import { EndpointBreaker, isAway } from './endpoint-breaker.ts';

const rules = { failuresToOpen: 3, firstPauseMs: 1_000, maxPauseMs: 3_000 };

function openBreaker() {
  const clock = { now: 0 };
  const breaker = new EndpointBreaker(() => clock.now, rules);
  const opened = [1, 2, 3].map(() => breaker.enter() && breaker.ended(true));
  return { clock, breaker, opened };
}

describe('EndpointBreaker', () => {
  it('opens after failures in a row, and says so once', () => {
    const { breaker, opened } = openBreaker();
    expect(opened).toEqual([false, false, true]);
    expect(breaker.enter()).toBe(false);
    expect(breaker.openUntil).toBe(1_000);
  });

  it('forgets failures with each answer', () => {
    const breaker = new EndpointBreaker(() => 0, rules);
    for (const away of [true, true, false, true, true, false]) expect(breaker.ended(away)).toBe(false);
    expect(breaker.enter()).toBe(true);
  });

  it('tells of every opening and of the end', () => {
    const clock = { now: 0 };
    const told: (number | undefined)[] = [];
    const breaker = new EndpointBreaker(
      () => clock.now,
      rules,
      (until) => told.push(until),
    );
    for (const away of [false, true, true, true, true]) breaker.ended(away);
    clock.now = 1_000;
    breaker.enter();
    breaker.ended(true);
    clock.now = 3_000;
    breaker.enter();
    breaker.ended(false);
    breaker.ended(false);
    expect(told).toEqual([1_000, 3_000, undefined]);
  });

  it('lets one trial in, and closes when it is answered', () => {
    const { clock, breaker } = openBreaker();
    clock.now = 1_000;
    expect([breaker.enter(), breaker.enter(), breaker.enter()]).toEqual([true, false, false]);
    breaker.ended(false);
    expect([breaker.enter(), breaker.enter()]).toEqual([true, true]);
  });

  it('doubles the pause with each failed trial, up to the most', () => {
    const { clock, breaker } = openBreaker();
    for (const pause of [2_000, 3_000, 3_000]) {
      clock.now = breaker.openUntil;
      expect(breaker.enter()).toBe(true);
      expect(breaker.ended(true)).toBe(false);
      expect(breaker.openUntil - clock.now).toBe(pause);
    }
  });

  it('lets another trial in when one was abandoned', () => {
    const { clock, breaker } = openBreaker();
    clock.now = 1_000;
    expect(breaker.enter()).toBe(true);
    breaker.abandoned();
    expect(breaker.enter()).toBe(true);
  });

  it('takes no longer pause from attempts that were under way', () => {
    const { breaker } = openBreaker();
    for (let count = 0; count < 10; count += 1) breaker.ended(true);
    expect(breaker.openUntil).toBe(1_000);
  });
});

describe('isAway', () => {
  it.each([
    [200, false],
    [302, false],
    [400, false],
    [404, false],
    [410, false],
    [408, true],
    [429, true],
    [500, true],
    [503, true],
  ])('%i: %s', (status, away) => expect(isAway({ status, error: undefined })).toBe(away));

  it('counts no answer, unless the hub is to blame', () => {
    const away = (code: 'timeout' | 'dns' | 'stopped') => isAway({ status: undefined, error: { code, sentence: '' } });
    expect([away('timeout'), away('dns'), away('stopped')]).toEqual([true, true, false]);
  });
});
