import type { BatchEffects } from '../bus/lane-processor.ts';

/** What a host did with the events of a batch. Those the plugin failed at are among the effects. */
export interface EventCounts {
  readonly folded: number;
  /** Handed on to the checkpoint without the plugin: another topic, no key, its own derived events. */
  readonly skipped: number;
}

const counted = new WeakMap<BatchEffects, EventCounts>();

/** Says of effects how many events lie behind them, for who counts them when they are stored: a batch may never be. */
export function noteCounts(effects: BatchEffects, counts: EventCounts): void {
  counted.set(effects, counts);
}

/** Undefined where nobody said it. */
export function countsOf(effects: BatchEffects): EventCounts | undefined {
  return counted.get(effects);
}
