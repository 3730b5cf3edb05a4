import { describe, expect, it } from 'vitest';
import { playwrightTotals } from './playwright-totals.ts';
import { skipLines, sumLine, trustedTotals } from './test-totals.ts';

const green = { passed: 3, failed: 0, skipped: [] };

describe('sumLine', () => {
  it('adds all runners up', () => {
    expect(sumLine([green, { ...green, failed: 2 }])).toBe('6 passed, 2 failed');
    expect(sumLine([{ ...green, skipped: [{ name: 'a', reason: 'no Kafka here' }] }])).toBe(
      '3 passed, 0 failed, 1 skipped',
    );
    expect(sumLine([])).toBe('0 passed, 0 failed');
  });
});

describe('trustedTotals', () => {
  it('never takes a broken runner for a green one', () => {
    expect(trustedTotals(green, 0)).toEqual(green);
    expect(trustedTotals(green, 1)).toEqual({ ...green, failed: 1 });
    expect(trustedTotals(undefined, 0)).toEqual({ passed: 0, failed: 1, skipped: [] });
    expect(trustedTotals({ ...green, failed: 4 }, 1).failed).toBe(4);
  });
});

describe('skipLines', () => {
  it('says why, or that nobody said why', () => {
    const skipped = [
      { name: 'kafka > relay', reason: 'KAFKA_BROKERS is not set' },
      { name: 'later', reason: undefined },
    ];
    expect(skipLines([{ ...green, skipped }])).toEqual([
      'skipped: kafka > relay: KAFKA_BROKERS is not set',
      'skipped: later: no reason given',
    ]);
  });
});

describe('playwrightTotals', () => {
  it('counts through nested suites, and a flaky test as failed', () => {
    const spec = (title: string, status: 'expected' | 'unexpected' | 'flaky' | 'skipped', description?: string) => ({
      title,
      file: 'events.spec.ts',
      tests: [{ status, annotations: description === undefined ? [] : [{ type: 'skip', description }] }],
    });
    const report = {
      errors: [],
      suites: [
        { specs: [spec('one', 'expected')], suites: [{ specs: [spec('two', 'unexpected'), spec('three', 'flaky')] }] },
        { specs: [spec('four', 'skipped', 'no browser')] },
      ],
    };
    expect(playwrightTotals(report)).toEqual({
      passed: 1,
      failed: 2,
      skipped: [{ name: 'events.spec.ts > four', reason: 'no browser' }],
    });
  });
});
