import type { ClaimedDelivery } from '@activity-hub/db/deliveries/with-events';

export interface BatchRules {
  readonly maxBatch: number;
  /** How long a delivery that is due waits for others. */
  readonly gatherMs: number;
}

interface Waiting {
  readonly delivery: ClaimedDelivery;
  readonly goesAt: number;
}

/**
 * What waits to go together: until the batch is full, or one of them has waited long enough. That counts from when it
 * was due, so that whoever takes over after a change or a restart, and the next of an ordered key, does not begin anew.
 */
export class BatchQueue {
  readonly #rules: BatchRules;
  #waiting: Waiting[] = [];

  constructor(rules: BatchRules) {
    this.#rules = rules;
  }

  add(deliveries: readonly ClaimedDelivery[], now: number): void {
    for (const delivery of deliveries) this.#waiting.push({ delivery, goesAt: this.#goesAt(delivery, now) });
  }

  /** How long until a batch goes, 0 where one is ready; undefined: nothing waits. */
  waitMs(now: number): number | undefined {
    const { maxBatch } = this.#rules;
    if (this.#waiting.length === 0) return undefined;
    if (this.#waiting.length >= maxBatch) return 0;
    return Math.max(0, this.#waiting.reduce((first, { goesAt }) => Math.min(first, goesAt), Infinity) - now);
  }

  /** The next batch, whether it is ready or not. */
  take(): readonly ClaimedDelivery[] {
    return this.#waiting.splice(0, this.#rules.maxBatch).map(({ delivery }) => delivery);
  }

  takeAll(): readonly ClaimedDelivery[] {
    return this.#waiting.splice(0).map(({ delivery }) => delivery);
  }

  /** Never later than the time to gather from now: the clock of the database may be ahead. */
  #goesAt({ row }: ClaimedDelivery, now: number): number {
    const { gatherMs } = this.#rules;
    const dueAt = row.due_at === null ? now : Date.parse(row.due_at);
    return Math.min(now, dueAt) + gatherMs;
  }
}
