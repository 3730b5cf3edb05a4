import type { Json } from '@activity-hub/contracts/event';
import type { TransformTemplate } from '@activity-hub/contracts/filter/transform-template';
import type { ClaimedDelivery } from '@activity-hub/db/deliveries/claim-deliveries';
import type { EndpointBreaker } from '../webhook/endpoint-breaker.ts';
import { eventBody } from './event-body.ts';
import type { Pace } from './pace.ts';
import type { Outgoing, Transport, Tried } from './transport.ts';
import { unsent } from './unsent.ts';
import { webhookIdOf } from './webhook-id-of.ts';

/** How much waits in memory for what is under way: a pipe that never runs dry, and a short one. */
const prefetch = 2;
/** Beside the tries it waits for. */
const leaseMarginMs = 15_000;

/** A delivery that was taken under a lease. */
export interface Leased {
  readonly claimed: ClaimedDelivery;
  readonly lease: string;
}

export interface EndpointOptions {
  readonly concurrency: number;
  readonly template: TransformTemplate | undefined;
  readonly transport: Transport;
  readonly breaker: EndpointBreaker;
  readonly pace: Pace | undefined;
  /** Written down before anything else of it can follow. */
  readonly record: (leased: Leased, tried: Tried) => Promise<void>;
  /** Taken and not tried. */
  readonly putBack: (leased: readonly Leased[]) => Promise<void>;
  readonly onOpened: (tried: Tried) => void;
  /** There is room again. */
  readonly onRoom: () => void;
}

/** The deliveries of one subscription on their way: its own queue, width and pace, so that it holds up nobody else. */
export class Endpoint {
  readonly #options: EndpointOptions;
  readonly #running = new Set<Promise<void>>();
  #queue: Leased[] = [];
  #closed = false;

  constructor(options: EndpointOptions) {
    this.#options = options;
  }

  /** How many more deliveries it takes. */
  room(): number {
    const { concurrency, breaker, pace, transport } = this.#options;
    const width = breaker.width(concurrency);
    if (this.#closed || width === 0) return 0;
    const room = (width * prefetch - this.#running.size) * transport.maxBatch - this.#queue.length;
    return Math.max(0, Math.min(room, pace?.room() ?? room));
  }

  /** How long a claim must last: the queue before it, and its own try. */
  get leaseSeconds(): number {
    return Math.ceil((this.#options.transport.timeoutMs * (prefetch + 1) + leaseMarginMs) / 1000);
  }

  accept(leased: readonly Leased[]): void {
    this.#options.pace?.take(leased.length);
    this.#queue.push(...leased);
    this.#startNext();
  }

  /** What is under way comes to its end; what waits is put back. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#giveBack();
    await Promise.all(this.#running);
    await this.#options.transport.close();
  }

  #startNext(): void {
    const { breaker, concurrency, transport } = this.#options;
    while (this.#queue.length > 0 && this.#running.size < concurrency && breaker.enter()) {
      const batch = this.#queue.splice(0, transport.maxBatch);
      const running: Promise<void> = this.#try(batch).finally(() => {
        this.#running.delete(running);
        this.#startNext();
        this.#options.onRoom();
      });
      this.#running.add(running);
    }
  }

  async #giveBack(): Promise<void> {
    const waiting = this.#queue;
    this.#queue = [];
    if (waiting.length > 0) await this.#options.putBack(waiting);
  }

  async #try(batch: readonly Leased[]): Promise<void> {
    const made = batch.map((leased) => ({ leased, outgoing: this.#outgoing(leased.claimed) }));
    const outgoing = made.flatMap((item) => ('body' in item.outgoing ? [item.outgoing] : []));
    const results = outgoing.length === 0 ? [] : await this.#options.transport.send(outgoing);
    const told = new Map(outgoing.map((item, index) => [item, results[index]]));
    const tries = made.map((item) => ({ leased: item.leased, tried: triedOf(item.outgoing, told) }));
    if (outgoing.length === 0) this.#options.breaker.abandoned();
    else await this.#judge(tries.map(({ tried }) => tried));
    const stopped = tries.filter(({ tried }) => tried.error?.code === 'stopped');
    if (stopped.length > 0) await this.#options.putBack(stopped.map(({ leased }) => leased));
    const ended = tries.filter(({ tried }) => tried.error?.code !== 'stopped');
    await Promise.all(ended.map(({ leased, tried }) => this.#options.record(leased, tried)));
  }

  /** What would be sent, or why it never can be. */
  #outgoing({ row, event }: ClaimedDelivery): Outgoing | Tried {
    if (event === undefined) return unsent('rejected', 'event_gone', 'The event is not in the log any longer.');
    try {
      const body: Json = row.edited ? row.body : (this.#options.template?.apply(event) ?? eventBody(event));
      return { row, event, body, webhookId: webhookIdOf(row) };
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      return unsent('rejected', 'template', `The template failed: ${why}`);
    }
  }

  /** One try of a batch says one thing of the endpoint. */
  async #judge(tries: readonly Tried[]): Promise<void> {
    const { breaker, onOpened } = this.#options;
    const away = tries.find((tried) => tried.away);
    if (!breaker.ended(away !== undefined) || away === undefined) return;
    onOpened(away);
    await this.#giveBack();
  }
}

function triedOf(made: Outgoing | Tried, told: ReadonlyMap<Outgoing, Tried | undefined>): Tried {
  if (!('body' in made)) return made;
  return told.get(made) ?? unsent(undefined, 'failed', 'The sink told no result for this event.');
}
