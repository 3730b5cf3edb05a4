export interface TakeLimit<Item> {
  readonly items: number;
  readonly weight: number;
  readonly weightOf: (item: Item) => number;
}

/**
 * A bounded queue between one reader of lines and one sender. The reader waits while it is full, the
 * sender takes what has gathered: batches grow to their full size by themselves while requests are
 * under way, and a slow trickle on standard input is sent without waiting for a batch to fill.
 */
export class LineQueue<Item> {
  readonly #capacity: number;
  #items: Item[] = [];
  #closed = false;
  #wakeSender: (() => void) | undefined;
  #wakeReader: (() => void) | undefined;

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  async put(item: Item): Promise<void> {
    while (this.#items.length >= this.#capacity && !this.#closed) {
      await new Promise<void>((wake) => {
        this.#wakeReader = wake;
      });
    }
    if (this.#closed) return;
    this.#items.push(item);
    this.#wakeSender?.();
  }

  /** The oldest items within the limit, at least one; undefined when closed and empty. */
  async take(limit: TakeLimit<Item>): Promise<Item[] | undefined> {
    while (this.#items.length === 0) {
      if (this.#closed) return undefined;
      await new Promise<void>((wake) => {
        this.#wakeSender = wake;
      });
    }
    let count = 0;
    let weight = 0;
    for (const item of this.#items) {
      weight += limit.weightOf(item);
      if (count > 0 && (count >= limit.items || weight > limit.weight)) break;
      count++;
    }
    const taken = this.#items.slice(0, count);
    this.#items = this.#items.slice(count);
    this.#wakeReader?.();
    return taken;
  }

  /** Nothing more comes; what is there can still be taken. */
  close(): void {
    this.#closed = true;
    this.#wakeSender?.();
    this.#wakeReader?.();
  }

  get closed(): boolean {
    return this.#closed;
  }

  /** Closes and forgets what was not taken. */
  abandon(): void {
    this.#items = [];
    this.close();
  }
}
