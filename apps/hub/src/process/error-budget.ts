import { quotingFault } from '@activity-hub/contracts/plugin/plugin-fault';
import { saidFault } from '@activity-hub/contracts/plugin/said-fault';
import type { FaultRow } from '@activity-hub/db/checkpoints/consumer-store';
import { ProcessorFault } from '../bus/lane-processor.ts';

/** Fewer are no pattern, however few events there were. */
const leastFaults = 10;
const windowEvents = 1_000;
const toleratedShare = 0.05;
const keptSamples = 100;

/**
 * How many events a plugin may fail at before it is stopped. One poisoned event is kept with its reason and the
 * lane goes on; a plugin that fails at every twentieth of the last thousand or more is broken, and leaving its
 * events aside one by one would only produce wrong figures.
 */
export class ErrorBudget {
  #events = 0;
  #faults = 0;

  /** @throws ProcessorFault when the budget is used up. */
  spend(events: number, faults: readonly FaultRow[]): void {
    const last = faults.at(-1);
    this.#events += events;
    this.#faults += faults.length;
    if (this.#faults >= leastFaults && this.#faults > this.#events * toleratedShare) {
      const failed = saidFault(last?.reason ?? 'no reason');
      const counted = { faults: this.#faults, events: this.#events };
      const { code, values } = quotingFault('too_many_faults', 'last', failed, counted);
      const samples = faults.slice(-keptSamples);
      throw new ProcessorFault(code, values, last === undefined ? {} : { offset: last.offset, samples });
    }
    if (this.#events < windowEvents) return;
    // Older events fade: half of the window is forgotten at a time.
    this.#events = Math.floor(this.#events / 2);
    this.#faults = Math.floor(this.#faults / 2);
  }
}
