import type { ConsumerStatus } from './consumer-status.ts';
import type { BatchEffects } from './lane-processor.ts';

/** What the batches of a consumer came to since it was started. */
export class BatchCounts {
  #events = 0;
  #faults = 0;
  #busySeconds = 0;

  add(events: number, seconds: number, { faults }: BatchEffects): void {
    this.#events += events;
    this.#faults += faults.length;
    this.#busySeconds += seconds;
  }

  all(): Pick<ConsumerStatus, 'events' | 'faults' | 'busySeconds'> {
    return { events: this.#events, faults: this.#faults, busySeconds: this.#busySeconds };
  }
}
