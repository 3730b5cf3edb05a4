import { describe, expect, it } from 'vitest';
import { playwrightTotals } from './playwright-totals.ts';
import { failureLines, NO_TESTS, skipLines, sumLine, trustedTotals } from './test-totals.ts';

const green = { ...NO_TESTS, passed: 3 };

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
    expect(trustedTotals(undefined, 0)).toEqual({ ...NO_TESTS, failed: 1 });
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

describe('failureLines', () => {
  it('names what failed last of all, with the beginning of what it said', () => {
    const failures = [{ name: 'a.spec.ts > one', message: `expected 1\n${'  at a line\n'.repeat(50)}` }];
    const unsteady = [{ name: 'b.spec.ts > two', message: 'Test timed out' }];
    const [first, last] = failureLines([
      { ...green, failures },
      { ...green, unsteady },
    ]);
    expect(first).toBe('unsteady, passed at the second try: b.spec.ts > two\n    Test timed out');
    expect(last?.split('\n').slice(0, 2)).toEqual(['failed: a.spec.ts > one', '    expected 1']);
    expect(last?.split('\n')).toHaveLength(13);
  });
});

describe('playwrightTotals', () => {
  it('counts through nested suites, and tells of a test that passed at its second try', () => {
    const spec = (title: string, status: 'expected' | 'unexpected' | 'flaky' | 'skipped', said?: string) => ({
      title,
      file: 'events.spec.ts',
      tests: [
        {
          status,
          annotations: status === 'skipped' && said !== undefined ? [{ type: 'skip', description: said }] : [],
          results: said === undefined ? [{}] : [{ error: { message: said } }, {}],
        },
      ],
    });
    const report = {
      errors: [],
      suites: [
        {
          specs: [spec('one', 'expected')],
          suites: [{ specs: [spec('two', 'unexpected', 'no row'), spec('three', 'flaky', 'too late')] }],
        },
        { specs: [spec('four', 'skipped', 'no browser')] },
      ],
    };
    expect(playwrightTotals(report)).toEqual({
      passed: 2,
      failed: 1,
      skipped: [{ name: 'events.spec.ts > four', reason: 'no browser' }],
      failures: [{ name: 'events.spec.ts > two', message: 'no row' }],
      unsteady: [{ name: 'events.spec.ts > three', message: 'too late' }],
    });
  });
});
