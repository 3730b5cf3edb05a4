import { type CelList, type CelMap, type CelValue, isCelList, isCelMap } from '@bufbuild/cel';
import type { Json } from '../event.ts';
import { jsonBehind } from './cel-value.ts';
import { FILTER_LIMITS } from './filter-limits.ts';

/**
 * What keeps one evaluation short whatever the payload is. Work is counted, not timed, so that an expression answers
 * the same for an event today, in a preview and in a replay. Counted are
 * - values of the event that a macro looks at in every turn, and whole lists and maps that are compared: one unit per
 *   character and eight per value,
 * - texts and lists that `+` makes: their length,
 * - `matches`: the characters times the size of the pattern, and the reading of the pattern,
 * - `size` and `contains` of a text: its characters, and a lookup in a time zone: a flat price.
 * All else is linear in the event and happens at most `maxNodes` times.
 */
let spent = 0;
let running = false;

/** Runs one evaluation with a fresh budget, or inside of another (the expressions of a template) with what that has left. */
export function withinBudget<T>(evaluate: () => T): T {
  if (running) return evaluate();
  running = true;
  spent = 0;
  try {
    return evaluate();
  } finally {
    running = false;
  }
}

export function spend(units: number): void {
  spent += units;
  if (spent > FILTER_LIMITS.maxWork) throw new Error('it takes too much work on this event');
}

/**
 * Stands around the condition of a macro. An error inside of a turn does not end `exists` and `all` (a later turn may
 * still decide), so a macro whose budget is used up would go on and make an error in every turn.
 */
export function proceed(condition: CelValue): CelValue {
  spend(1);
  return condition;
}

/** Lets a macro run over a list or map only when that is short. */
export function boundedRange(range: CelValue): CelValue {
  const size = isWhole(range) ? range.size : 0;
  if (size > FILTER_LIMITS.maxIterations) {
    throw new Error(`a macro may run over ${FILTER_LIMITS.maxIterations} elements at most, here are ${size}`);
  }
  return range;
}

/** A value of the event as seen by one turn of a macro. */
export function charged(value: CelValue): CelValue {
  if (typeof value === 'string') spend(value.length);
  if (isWhole(value)) spend(weightOf(value));
  return value;
}

/** A list or map that is compared with another one, member by member. */
export function chargedWhole(value: CelValue): void {
  if (isWhole(value)) spend(weightOf(value));
}

export function isWhole(value: CelValue): value is CelList | CelMap {
  return isCelList(value) || isCelMap(value);
}

/** The library makes a calendar for every question about a time zone, which takes some 100 microseconds. */
const ZONE_UNITS = 2_000;

export function chargedZone(zone: string): string {
  spend(ZONE_UNITS);
  return zone;
}

const weights = new WeakMap<object, number>();

function weightOf(value: CelValue): number {
  if (typeof value === 'string') return 8 + value.length;
  if (!isWhole(value)) return 8;
  const json = jsonBehind(value);
  if (json !== undefined) return weightOfJson(json);
  return Array.from(value.values(), weightOf).reduce((sum, weight) => sum + weight, 8);
}

function weightOfJson(value: Json): number {
  if (typeof value === 'string') return 8 + value.length;
  if (typeof value !== 'object' || value === null) return 8;
  const known = weights.get(value);
  if (known !== undefined) return known;
  let weight = 8;
  for (const [key, member] of Object.entries(value)) weight += key.length + weightOfJson(member);
  weights.set(value, weight);
  return weight;
}
