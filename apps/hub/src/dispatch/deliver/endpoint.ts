import { SUBSCRIPTION_LIMITS } from '@activity-hub/contracts/dispatch/destination';
import type { TransformTemplate } from '@activity-hub/contracts/filter/transform-template';
import type { DeliveryRow } from '@activity-hub/db/deliveries/delivery-row';
import type { ClaimedDelivery } from '@activity-hub/db/deliveries/with-events';
import type { EndpointBreaker } from '../webhook/endpoint-breaker.ts';
import { BatchQueue } from './batch-queue.ts';
import { deliveryBody } from './delivery-body.ts';
import type { HeldDeliveries } from './held-deliveries.ts';
import type { Pace } from './pace.ts';
import type { Outgoing, Transport, Tried } from './transport.ts';
import { unsent } from './unsent.ts';
import { webhookIdOf } from './webhook-id-of.ts';

/** How much waits in memory for what is under way: a pipe that never runs dry, and a short one. */
const prefetch = 2;
/** Of one subscription, however wide and large its batches are: no more waits in the database either. */
const maxHeld = SUBSCRIPTION_LIMITS.maxPending;

export interface EndpointOptions {
  readonly concurrency: number;
  readonly template: TransformTemplate | undefined;
  readonly transport: Transport;
  readonly breaker: EndpointBreaker;
  readonly pace: Pace | undefined;
  readonly now: () => number;
  /** What waits here or is under way, by place; shared with the endpoint that follows this one after a change. */
  readonly held: HeldDeliveries;
  /** Written down before anything else of it can follow. */
  readonly record: (delivery: ClaimedDelivery, tried: Tried) => Promise<void>;
  readonly onOpened: (tried: Tried) => void;
  /** There is room again. */
  readonly onRoom: () => void;
}

/** The deliveries of one subscription on their way: its own queue, width and pace, so that it holds up nobody else. */
export class Endpoint {
  readonly #options: EndpointOptions;
  readonly #running = new Set<Promise<void>>();
  readonly #queue: BatchQueue;
  #gathering: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(options: EndpointOptions) {
    this.#options = options;
    this.#queue = new BatchQueue(options.transport);
  }

  /** What is here waits for more, and there is time. */
  get isGathering(): boolean {
    return this.#gathering !== undefined;
  }

  /** How many more deliveries it takes. */
  room(): number {
    const { concurrency, breaker, pace, transport, held } = this.#options;
    const width = breaker.width(concurrency);
    if (this.#closed || width === 0) return 0;
    const room = Math.min(width * prefetch * transport.maxBatch, maxHeld) - held.size;
    return Math.max(0, Math.min(room, pace?.room() ?? room));
  }

  /** Chooses of what is due: what is not here already, as much as there is room for. It is held from now on. */
  choose(due: readonly DeliveryRow[]): readonly DeliveryRow[] {
    const { held, pace } = this.#options;
    const room = this.room();
    const chosen: DeliveryRow[] = [];
    for (const row of due) if (chosen.length < room && held.take(row)) chosen.push(row);
    pace?.take(chosen.length);
    return chosen;
  }

  /** What was chosen, with its events. */
  accept(deliveries: readonly ClaimedDelivery[]): void {
    const { breaker, concurrency, now } = this.#options;
    this.#queue.add(deliveries, now());
    // It may have opened while the events were read, and then nobody would come for what waits here.
    if (this.#closed || breaker.width(concurrency) === 0) this.#giveBack();
    else this.#startNext();
  }

  /** What is under way comes to its end; what waits is left to who comes next. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#giveBack();
    await Promise.all(this.#running);
    await this.#options.transport.close();
  }

  #startNext(): void {
    const { breaker, concurrency, now } = this.#options;
    // Read once: what becomes ready between two looks would be left to nobody.
    let waitMs = this.#queue.waitMs(now());
    while (waitMs === 0 && this.#running.size < concurrency && breaker.enter()) {
      const running: Promise<void> = this.#try(this.#queue.take()).finally(() => {
        this.#running.delete(running);
        this.#startNext();
        this.#options.onRoom();
      });
      this.#running.add(running);
      waitMs = this.#queue.waitMs(now());
    }
    this.#gather(waitMs ?? 0);
  }

  /** What is ready already waits for its turn, not for the time. */
  #gather(waitMs: number): void {
    clearTimeout(this.#gathering);
    this.#gathering = waitMs === 0 ? undefined : setTimeout(() => this.#startNext(), waitMs);
  }

  /** Still due: it is found again. */
  #giveBack(): void {
    this.#gather(0);
    for (const { row } of this.#queue.takeAll()) this.#options.held.end(row);
  }

  async #try(batch: readonly ClaimedDelivery[]): Promise<void> {
    const made = batch.map((delivery) => ({ delivery, outgoing: this.#outgoing(delivery) }));
    const outgoing = made.flatMap((item) => ('body' in item.outgoing ? [item.outgoing] : []));
    const results = outgoing.length === 0 ? [] : await this.#options.transport.send(outgoing);
    const told = new Map(outgoing.map((item, index) => [item, results[index]]));
    const tries = made.map((item) => ({ delivery: item.delivery, tried: triedOf(item.outgoing, told) }));
    if (outgoing.length === 0) this.#options.breaker.abandoned();
    else this.#judge(tries.map(({ tried }) => tried));
    await Promise.all(tries.map(({ delivery, tried }) => this.#end(delivery, tried)));
  }

  /** The hub went away under an attempt: that says nothing of the delivery, and it stays due. */
  async #end(delivery: ClaimedDelivery, tried: Tried): Promise<void> {
    try {
      if (tried.error?.code !== 'stopped') await this.#options.record(delivery, tried);
    } finally {
      this.#options.held.end(delivery.row);
    }
  }

  /** What would be sent, or why it never can be. */
  #outgoing(delivery: ClaimedDelivery): Outgoing | Tried {
    const made = deliveryBody(delivery, this.#options.template);
    if ('never' in made) return unsent('rejected', made.never.code, made.never.sentence);
    const { row, event } = delivery;
    return { row, event, body: made.body, webhookId: webhookIdOf(row) };
  }

  /** One try of a batch says one thing of the endpoint. */
  #judge(tries: readonly Tried[]): void {
    const { breaker, concurrency, onOpened } = this.#options;
    const away = tries.find((tried) => tried.away);
    const opened = breaker.ended(away !== undefined);
    if (away === undefined) return;
    if (opened) onOpened(away);
    if (breaker.width(concurrency) === 0) this.#giveBack();
  }
}

function triedOf(made: Outgoing | Tried, told: ReadonlyMap<Outgoing, Tried | undefined>): Tried {
  if (!('body' in made)) return made;
  return told.get(made) ?? unsent(undefined, 'failed', 'The sink told no result for this event.');
}
