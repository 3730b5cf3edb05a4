import type { LoadResult } from './load-generator.ts';
import { quantile } from './quantile.ts';
import { rounded } from './rounded.ts';

/*
 * Loads of one kind and of another in turns, because machines drift within a run: each is held against the two right beside it.
 */

type Latency = 'p50' | 'p95' | 'usualP95';
type Figures = Readonly<Record<string, number>>;

/** How the figures say it. */
const names: readonly (readonly [Latency, string])[] = [
  ['p50', 'p50'],
  ['p95', 'p95'],
  ['usualP95', 'usual_p95'],
];

export const latenciesOf = (loads: readonly LoadResult[], latency: Latency): number[] =>
  loads.map((load) => load[latency]);

/** Each of the values to the mean of the two that were measured right before and right after it. */
export function toNeighbours(values: readonly number[], around: readonly number[]): number[] {
  return values.map((value, at) => (2 * value) / ((around[at] ?? 0) + (around[at + 1] ?? 0)));
}

/** Each of the values but the first and the last to the mean of the two around it: what chance alone does to a ratio. */
export function toOwnNeighbours(values: readonly number[]): number[] {
  return values.slice(1, -1).map((value, at) => (2 * value) / ((values[at] ?? 0) + (values[at + 2] ?? 0)));
}

/** Of each latency its median over some loads. */
export function latencyMedians(prefix: string, loads: readonly LoadResult[], suffix: string): Figures {
  return Object.fromEntries(
    names.map(([latency, name]) => [
      `${prefix}_${name}_${suffix}_ms`,
      rounded(quantile(latenciesOf(loads, latency), 0.5), 2),
    ]),
  );
}

/** Of each latency the median, the lowest and the highest of ratios. */
export function latencySpread(
  prefix: string,
  suffix: string,
  ratiosOf: (latency: Latency) => readonly number[],
): Figures {
  return Object.fromEntries(
    names.flatMap(([latency, name]) => {
      const ratios = ratiosOf(latency);
      const key = `${prefix}_${name}_${suffix}`;
      return [
        [key, rounded(quantile(ratios, 0.5), 3)],
        [`${key}_lowest`, rounded(Math.min(...ratios), 3)],
        [`${key}_highest`, rounded(Math.max(...ratios), 3)],
      ];
    }),
  );
}
