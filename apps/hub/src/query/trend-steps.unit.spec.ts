import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { chooseSteps, maxTrendPoints, stepStartMs, stepsBetween, type TrendStep } from './trend-steps.ts';

const ms = Date.parse;

describe('stepStartMs', () => {
  test.each([
    ['hour', '2026-03-11T13:59:59.999Z', '2026-03-11T13:00:00.000Z'],
    ['day', '2026-03-11T13:59:59.999Z', '2026-03-11T00:00:00.000Z'],
    ['week', '2026-03-11T13:59:59.999Z', '2026-03-09T00:00:00.000Z'],
    ['week', '2026-03-15T23:59:59.999Z', '2026-03-09T00:00:00.000Z'],
    ['week', '2026-03-16T00:00:00.000Z', '2026-03-16T00:00:00.000Z'],
    ['month', '2024-02-29T13:00:00.000Z', '2024-02-01T00:00:00.000Z'],
  ] as const)('%s of %s', (step, instant, start) => {
    expect(new Date(stepStartMs(step, ms(instant))).toISOString()).toBe(start);
  });
});

test('steps cover the range without a gap, each begins a step, and nothing more', () => {
  const instant = fc.integer({ min: ms('2000-01-01'), max: ms('2100-01-01') });
  fc.assert(
    fc.property(
      instant,
      fc.integer({ min: 1, max: 40 * 86_400_000 }),
      fc.constantFrom<TrendStep>('hour', 'day', 'week', 'month'),
      (from, width, step) => {
        const starts = stepsBetween(step, from, from + width);
        if (starts === undefined) return;
        expect(ms(starts[0] ?? '')).toBeLessThanOrEqual(from);
        expect(ms(starts.at(-1) ?? '')).toBeLessThan(from + width);
        for (const [at, start] of starts.entries()) {
          expect(stepStartMs(step, ms(start))).toBe(ms(start));
          if (at > 0) expect(stepStartMs(step, ms(start) - 1)).toBe(ms(starts[at - 1] ?? ''));
        }
      },
    ),
  );
});

describe('chooseSteps', () => {
  test('takes the finest step from a day up', () => {
    const stepOf = (from: string, to: string) => chooseSteps(undefined, ms(from), ms(to)).step;
    expect(stepOf('2026-01-01', '2026-01-02')).toBe('day');
    expect(stepOf('2026-01-01', '2026-10-28')).toBe('day');
    expect(stepOf('2026-01-01', '2026-10-29')).toBe('week');
    expect(stepOf('2010-01-01', '2026-01-01')).toBe('month');
  });

  test('refuses a step that is too fine, with a way out', () => {
    expect(() => chooseSteps('hour', ms('2026-01-01'), ms('2026-02-01'))).toThrow(
      expect.objectContaining({ code: 'range_too_wide', pointer: '/step' }),
    );
    expect(() => chooseSteps(undefined, ms('1970-01-01'), ms('2026-02-01'))).toThrow(
      expect.objectContaining({ code: 'range_too_wide', pointer: '/from' }),
    );
    expect(chooseSteps('hour', ms('2026-01-01'), ms('2026-01-01') + maxTrendPoints * 3_600_000).starts).toHaveLength(
      maxTrendPoints,
    );
  });
});
