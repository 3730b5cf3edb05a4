import type { ActivityClientError } from './client-error.ts';
import type { EventQueue, PendingEvent } from './event-queue.ts';
import { Pause } from './pause.ts';
import type { Settlement } from './settlement.ts';
import type { Spool } from './spool/spool.ts';

const failedWriteMs = 1_000;

export interface SpillOptions {
  readonly queue: EventQueue;
  readonly spool: Spool;
  readonly settlement: Settlement;
  readonly maxBatchBytes: number;
  /** Whether the batch under way is in trouble, so that memory must not fill up behind it. */
  readonly isHubSlow: () => boolean;
  readonly onSpilled: () => void;
}

/**
 * Moves events from memory to the spool while the hub is away. It runs beside the sending: memory must
 * not wait for a request that hangs. As long as anything is in the spool everything goes through it,
 * so that events reach the hub in the order in which they were published.
 */
export class Spill {
  readonly #options: SpillOptions;
  readonly #wake = new Pause();
  readonly #retry = new Pause();
  #inHand: readonly PendingEvent[] = [];
  #ending = false;
  readonly #running: Promise<void>;

  constructor(options: SpillOptions) {
    this.#options = options;
    this.#running = this.#run();
  }

  get oldest(): PendingEvent | undefined {
    return this.#inHand[0];
  }

  /** Something changed: the queue, the spool or the hub. */
  signal(): void {
    this.#wake.signal();
  }

  async end(): Promise<void> {
    this.#ending = true;
    this.#wake.signal();
    this.#retry.signal();
    await this.#running;
  }

  /** @returns whether they are on disk; if not, their sender keeps them */
  async write(events: readonly PendingEvent[], place?: number): Promise<boolean> {
    const { spool, settlement } = this.#options;
    try {
      await spool.append(
        events.map((event) => event.json),
        place,
      );
    } catch (failure) {
      settlement.reportOnce(failure as ActivityClientError);
      return false;
    }
    settlement.recovered('spool_failed');
    settlement.spooled(events);
    return true;
  }

  async #run(): Promise<void> {
    const { queue, spool, maxBatchBytes, onSpilled } = this.#options;
    while (!this.#ending) {
      if (!this.#isNeeded()) {
        await this.#wake.wait(undefined, false);
        continue;
      }
      const batch = queue.take({ events: Number.POSITIVE_INFINITY, bytes: Math.min(maxBatchBytes, spool.room) });
      this.#inHand = batch;
      const written = await this.write(batch);
      this.#inHand = [];
      if (!written) queue.putBack(batch);
      onSpilled();
      if (!written && !this.#ending) await this.#retry.wait(failedWriteMs, false);
    }
  }

  #isNeeded(): boolean {
    const { queue, spool, isHubSlow } = this.#options;
    const { oldest } = queue;
    if (oldest === undefined || oldest.json.length + 1 > spool.room) return false;
    return !spool.isEmpty || (isHubSlow() && queue.fill >= 0.5);
  }
}
