import { type CelValue, isCelList, isCelMap } from '@bufbuild/cel';
import type { Json } from '../event.ts';
import { jsonBehind } from './cel-value.ts';
import { FILTER_LIMITS } from './filter-limits.ts';

/**
 * What keeps one evaluation short whatever the payload is. Work is counted, not timed, so that an expression answers
 * the same for an event today, in a preview and in a replay. Counted are the values of the event that a macro touches
 * in every turn (one unit per character, eight per value), every text or list that `+` makes, and for `matches` the
 * characters times the size of the pattern. All else is linear in the event and at most `maxNodes` times.
 */
let spent = 0;

/** Runs one evaluation with a fresh budget. Evaluations are synchronous and never inside each other. */
export function withinBudget<T>(evaluate: () => T): T {
  spent = 0;
  return evaluate();
}

export function spend(units: number): void {
  spent += units;
  if (spent > FILTER_LIMITS.maxWork) throw new Error('it takes too much work on this event');
}

/** Lets a macro run over a list or map only when that is short. */
export function boundedRange(range: CelValue): CelValue {
  const size = isCelList(range) || isCelMap(range) ? range.size : 0;
  if (size > FILTER_LIMITS.maxIterations) {
    throw new Error(`a macro may run over ${FILTER_LIMITS.maxIterations} elements at most, here are ${size}`);
  }
  spend(size);
  return range;
}

/** A value of the event as seen by one turn of a macro. */
export function charged(value: CelValue): CelValue {
  if (typeof value === 'string') spend(value.length);
  if (isCelList(value) || isCelMap(value)) spend(weightOf(jsonBehind(value) ?? null));
  return value;
}

const weights = new WeakMap<object, number>();

function weightOf(value: Json): number {
  if (typeof value === 'string') return 8 + value.length;
  if (typeof value !== 'object' || value === null) return 8;
  const known = weights.get(value);
  if (known !== undefined) return known;
  let weight = 8;
  for (const [key, member] of Object.entries(value)) weight += key.length + weightOf(member);
  weights.set(value, weight);
  return weight;
}
