import type { RecordedEvent } from '@activity-hub/contracts/event';
import { PROTOCOL_LIMITS } from '@activity-hub/contracts/plugin/protocol';

/** Which events a plugin's process holds, so that none is sent twice. By the same rule as the process drops them. */
export class SentBatches {
  readonly #batches = new Map<number, ReadonlyMap<RecordedEvent, number>>();

  sent(id: number, events: readonly RecordedEvent[]): void {
    this.#batches.set(id, new Map(events.map((event, index) => [event, index])));
    const [oldest] = this.#batches.keys();
    if (this.#batches.size > PROTOCOL_LIMITS.batchesKept && oldest !== undefined) this.#batches.delete(oldest);
  }

  /** The newest batch that holds the first event of all that any does; null when none does. */
  holding(requests: readonly { readonly events: readonly RecordedEvent[] }[]): number | null {
    const ids = [...this.#batches.keys()].toReversed();
    for (const { events } of requests)
      for (const event of events) {
        const id = ids.find((each) => this.#batches.get(each)?.has(event));
        if (id !== undefined) return id;
      }
    return null;
  }

  /** Each event as its index where the batch holds it, else as it is. */
  written(batch: number | null, events: readonly RecordedEvent[]): (number | RecordedEvent)[] {
    const held = batch === null ? undefined : this.#batches.get(batch);
    return held === undefined ? [...events] : events.map((event) => held.get(event) ?? event);
  }
}
