import type { PublishOutcome } from './verdict.ts';

/** An event in memory, and whoever waits for its verdict. */
export interface PendingEvent {
  readonly eventId: string;
  readonly json: Buffer;
  /** In the order of arrival. */
  readonly sequence: number;
  readonly arrivedMs: number;
  readonly waiter?: { resolve(outcome: PublishOutcome): void; reject(error: Error): void } | undefined;
}

export interface BatchLimit {
  readonly events: number;
  readonly bytes: number;
}

/** The events that wait in memory, oldest first, bounded by number and bytes. */
export class EventQueue {
  readonly #limit: BatchLimit;
  #items: PendingEvent[] = [];
  /** Taken from the front of `#items`; cut off now and then, because shift() of a long array is slow. */
  #head = 0;
  #bytes = 0;

  constructor(limit: BatchLimit) {
    this.#limit = limit;
  }

  get length(): number {
    return this.#items.length - this.#head;
  }

  get bytes(): number {
    return this.#bytes;
  }

  get oldest(): PendingEvent | undefined {
    return this.#items[this.#head];
  }

  /** 1 is full. */
  get fill(): number {
    return Math.max(this.length / this.#limit.events, this.#bytes / this.#limit.bytes);
  }

  /** An empty queue takes any event. */
  hasRoom(bytes: number): boolean {
    return this.length === 0 || (this.length < this.#limit.events && this.#bytes + bytes <= this.#limit.bytes);
  }

  put(event: PendingEvent): void {
    this.#items.push(event);
    this.#bytes += event.json.length;
  }

  /** The oldest events within the limit, at least one when there is any. */
  take(limit: BatchLimit): PendingEvent[] {
    let count = 0;
    let bytes = 2;
    for (; count < limit.events; count++) {
      const event = this.#items[this.#head + count];
      if (event === undefined) break;
      bytes += event.json.length + 1;
      if (count > 0 && bytes > limit.bytes) break;
    }
    const taken = this.#items.slice(this.#head, this.#head + count);
    this.#head += count;
    if (this.#head * 2 > this.#items.length) {
      this.#items = this.#items.slice(this.#head);
      this.#head = 0;
    }
    for (const event of taken) this.#bytes -= event.json.length;
    return taken;
  }

  /** Back to the front: they could not be written, and are still the oldest. */
  putBack(events: readonly PendingEvent[]): void {
    this.#items = [...events, ...this.#items.slice(this.#head)];
    this.#head = 0;
    for (const event of events) this.#bytes += event.json.length;
  }
}
