import { quotingFault } from '@activity-hub/contracts/plugin/plugin-fault';
import { saidFault } from '@activity-hub/contracts/plugin/said-fault';
import type { FaultRow } from '@activity-hub/db/checkpoints/consumer-store';
import { ProcessorFault } from '../bus/lane-processor.ts';

/** Fewer are no pattern, however few events there were. */
const leastFaults = 10;
const windowEvents = 1_000;
const toleratedShare = 0.05;

/**
 * How many events a plugin may fail at before it is stopped. One poisoned event is kept with its reason and the
 * lane goes on; a plugin that fails at every twentieth of the last thousand or more is broken, and leaving its
 * events aside one by one would only produce wrong figures.
 */
export class ErrorBudget {
  #events = 0;
  #faults = 0;

  /**
   * @param faults of the batch so far
   * @param spent how many of them were spent before
   * @throws ProcessorFault when the budget is used up, with all of them: their batch, which is bounded, is never
   *   finished, and whoever reads at how many events it failed looks for these events.
   */
  spend(events: number, faults: readonly FaultRow[], spent = 0): void {
    const last = faults.at(-1);
    this.#events += events;
    this.#faults += faults.length - spent;
    if (this.#faults >= leastFaults && this.#faults > this.#events * toleratedShare) {
      const failed = saidFault(last?.reason ?? 'no reason');
      const counted = { faults: this.#faults, events: this.#events };
      const { code, values } = quotingFault('too_many_faults', 'last', failed, counted);
      throw new ProcessorFault(code, values, last === undefined ? {} : { offset: last.offset, samples: faults });
    }
    if (this.#events < windowEvents) return;
    // Older events fade: half of the window is forgotten at a time.
    this.#events = Math.floor(this.#events / 2);
    this.#faults = Math.floor(this.#faults / 2);
  }
}
