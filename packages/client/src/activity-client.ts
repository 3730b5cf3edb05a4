import { ActivityClientError } from './client-error.ts';
import { type ActivityInput, type EventMap, type EventOf, maxEventBytes, serializeEvent } from './client-event.ts';
import { type ActivityClientOptions, type ReadOptions, readOptions } from './client-options.ts';
import { Delivery } from './delivery.ts';
import { EventQueue, type PendingEvent } from './event-queue.ts';
import { createPostEvents } from './post-events.ts';
import { Settlement } from './settlement.ts';
import { Spool } from './spool/spool.ts';
import type { PublishOutcome } from './verdict.ts';

const defaultCloseMs = 10_000;

export interface ClientStats {
  /** In memory, not yet under way. */
  readonly queued: number;
  readonly in_flight: number;
  /** On disk, not yet acknowledged. */
  readonly spooled_bytes: number;
  readonly accepted: number;
  readonly duplicates: number;
  readonly refused: number;
  readonly conflicts: number;
  /** Went through the disk; counted again above when the hub answered for them. */
  readonly spooled: number;
  /** Handed back to `onError`. */
  readonly given_up: number;
}

/**
 * Publishes events at least once, and because every attempt carries the same id and the same bytes the
 * hub counts them once. Methods may be called from anywhere at any time; events reach the hub in the
 * order of the calls.
 */
export interface ActivityClient<Events extends EventMap = EventMap> {
  /**
   * Resolves with the hub's verdict, or with `spooled` as soon as the event is safe on disk because the
   * hub is away. @throws ActivityClientError when neither will happen
   */
  publish(event: EventOf<Events>): Promise<PublishOutcome>;
  /** Leaves the event to the next batch. False when it was not taken: memory is full, or it is no event. */
  enqueue(event: EventOf<Events>): boolean;
  /** Resolves when memory has room again: for producers that are faster than the hub. */
  whenRoom(): Promise<void>;
  /** Resolves when everything up to now has its verdict, or is on disk. */
  flush(): Promise<void>;
  /** Sends the rest; after `timeoutMs` it stays in the spool or, without one, goes back to `onError`. */
  close(options?: { readonly timeoutMs?: number }): Promise<void>;
  stats(): ClientStats;
}

/** @throws ActivityClientError invalid_options, spool_in_use, spool_failed */
export function createActivityClient<Events extends EventMap = EventMap>(
  options: ActivityClientOptions,
): ActivityClient<Events> {
  return new RunningClient(readOptions(options));
}

class RunningClient implements ActivityClient {
  readonly #options: ReadOptions;
  readonly #queue: EventQueue;
  readonly #spool: Spool | undefined;
  readonly #settlement: Settlement;
  readonly #delivery: Delivery;
  #sequence = 0;
  #closed: Promise<void> | undefined;

  constructor(options: ReadOptions) {
    this.#options = options;
    this.#queue = new EventQueue({ events: options.maxInMemoryEvents, bytes: options.maxInMemoryBytes });
    this.#settlement = new Settlement(options);
    this.#spool = openSpool(options, this.#settlement);
    this.#delivery = new Delivery({
      options,
      queue: this.#queue,
      spool: this.#spool,
      settlement: this.#settlement,
      post: createPostEvents(options),
    });
  }

  publish(event: ActivityInput): Promise<PublishOutcome> {
    const outcome = new Promise<PublishOutcome>((resolve, reject) => this.#take(event, { resolve, reject }));
    // A producer that does not look at the outcome must not fall over its rejection; `onError` is told of what is given up.
    outcome.catch(() => undefined);
    return outcome;
  }

  enqueue(event: ActivityInput): boolean {
    try {
      this.#take(event, undefined);
      return true;
    } catch (error) {
      if (!(error instanceof ActivityClientError)) throw error;
      const { code, message, cause } = error;
      if (code === 'queue_full') this.#settlement.reportOnce(error);
      else this.#settlement.report(new ActivityClientError(code, message, { cause, events: [event] }));
      return false;
    }
  }

  async whenRoom(): Promise<void> {
    const { oldest } = this.#queue;
    if (oldest === undefined || this.#queue.hasRoom(maxEventBytes)) return;
    // A tenth of the oldest first: waiting for a single place would wake producer and sender for every event.
    await this.#delivery.flush(oldest.sequence + Math.floor(this.#queue.length / 10));
  }

  flush(): Promise<void> {
    return this.#delivery.flush(this.#sequence);
  }

  close({ timeoutMs = defaultCloseMs }: { readonly timeoutMs?: number } = {}): Promise<void> {
    this.#closed ??= this.#delivery.close(timeoutMs);
    return this.#closed;
  }

  stats(): ClientStats {
    return {
      queued: this.#queue.length,
      in_flight: this.#delivery.inFlight,
      spooled_bytes: this.#spool?.unsentBytes ?? 0,
      ...this.#settlement.counts,
    };
  }

  #take(input: ActivityInput, waiter: PendingEvent['waiter']): void {
    if (this.#closed !== undefined) throw new ActivityClientError('closed', 'The client is closed.');
    const { eventId, json } = serializeEvent(input, this.#options.source, Date.now());
    if (!this.#queue.hasRoom(json.length)) {
      const detail = `${this.#queue.length} events wait for the hub already. Publish again when whenRoom() resolves.`;
      throw new ActivityClientError('queue_full', detail);
    }
    this.#settlement.recovered('queue_full');
    const event = { eventId, json, sequence: ++this.#sequence, arrivedMs: performance.now(), waiter };
    this.#queue.put(event);
    this.#settlement.accepted(event);
    this.#delivery.signal();
  }
}

function openSpool(options: ReadOptions, settlement: Settlement): Spool | undefined {
  if (options.spoolDir === undefined) return undefined;
  return Spool.open({
    folder: options.spoolDir,
    maxBytes: options.maxSpoolBytes,
    fsync: options.fsync,
    onTorn: (bytes) => {
      const detail = `${bytes} bytes at the end of a spool file are no event: the write that a killed process did not finish.`;
      settlement.report(new ActivityClientError('spool_failed', detail));
    },
  });
}
