import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Admission, createAdmission } from './admission.ts';

function clocked(eventsPerSecond?: number, maxBytesInFlight?: number) {
  let now = 0;
  const admission = createAdmission({ eventsPerSecond, maxBytesInFlight, clock: () => now });
  return { admission, advance: (milliseconds: number) => (now += milliseconds) };
}

function takes(admission: Admission, events: number): boolean {
  try {
    admission.take(events);
    return true;
  } catch (failure) {
    expect(failure).toMatchObject({ code: 'overloaded', status: 503 });
    expect((failure as { retryAfterSeconds: number }).retryAfterSeconds).toBeGreaterThanOrEqual(1);
    return false;
  }
}

describe('the admission', () => {
  it('takes everything when no limit is set', () => {
    const { admission } = clocked();
    for (let n = 0; n < 100; n++) expect(takes(admission, 5_000)).toBe(true);
    expect(admission.closedFor(1_000)).toBeUndefined();
  });

  it('says when to come back, from the debt that a large batch made', () => {
    const { admission, advance } = clocked(2_000);
    expect(takes(admission, 7_000)).toBe(true);
    expect(admission.closedFor(100)).toBe(3);
    expect(takes(admission, 1)).toBe(false);
    advance(2_501);
    expect(admission.closedFor(100)).toBeUndefined();
    expect(takes(admission, 1)).toBe(true);
  });

  it('never takes more than the rate, the burst and one batch', () => {
    const arrivals = fc.array(fc.record({ afterMs: fc.nat(400), events: fc.integer({ min: 1, max: 500 }) }));
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1_000 }), arrivals, (rate, sent) => {
        const { admission, advance } = clocked(rate);
        let [taken, elapsed] = [0, 0];
        for (const { afterMs, events } of sent) {
          elapsed += afterMs;
          advance(afterMs);
          if (takes(admission, events)) taken += events;
          expect(taken).toBeLessThanOrEqual(rate * (1 + elapsed / 1000) + 500);
        }
      }),
    );
  });

  it('bounds the bytes in memory, and counts every body off once', () => {
    const { admission } = clocked(undefined, 1_000);
    const first = admission.hold(600);
    expect(admission.closedFor(401)).toBe(1);
    const second = admission.hold(400);
    first();
    first();
    expect(admission.bytesInFlight()).toBe(400);
    expect(admission.closedFor(600)).toBeUndefined();
    second();
    expect(admission.closedFor(5_000)).toBeUndefined();
  });
});
