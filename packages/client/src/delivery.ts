import { ActivityClientError } from './client-error.ts';
import type { ReadOptions } from './client-options.ts';
import type { EventQueue, PendingEvent } from './event-queue.ts';
import { Pause } from './pause.ts';
import type { Obstacle, PostAnswer, PostEvents } from './post-events.ts';
import { retryDelay } from './retry-delay.ts';
import type { Settlement } from './settlement.ts';
import { Spill } from './spill.ts';
import type { Spool, SpooledLines } from './spool/spool.ts';

/** Failures in a row before a batch goes to disk: a closed connection or a restart of a second is no absence. */
const attemptsBeforeSpool = 3;
/** Told to wait longer than this, the hub counts as away at once: nobody should await a verdict for an hour. */
const longRetryAfterMs = 5_000;
/** A request that takes longer holds up memory. */
const slowRequestMs = 2_000;

export interface DeliveryParts {
  readonly options: ReadOptions;
  readonly queue: EventQueue;
  readonly spool: Spool | undefined;
  readonly settlement: Settlement;
  readonly post: PostEvents;
}

/**
 * Sends what is in the queue and in the spool, one batch at a time so that the order is kept.
 *
 *   hub answers        queue ─────────────► hub
 *   hub away           queue ──► spool  ·   hub      three failures: batch and all behind it go to disk
 *   hub is back        queue ──► spool ───► hub      until the spool is empty, then directly again
 *
 * Without a spool a batch is tried until `giveUpAfterMs`, while the queue fills and then refuses.
 */
export class Delivery {
  readonly #parts: DeliveryParts;
  readonly #spill: Spill | undefined;
  readonly #wake = new Pause();
  readonly #retry = new Pause();
  readonly #deadline = new AbortController();
  readonly #sending: Promise<void>;
  #inHand: readonly PendingEvent[] = [];
  /** Failures in a row. */
  #attempt = 0;
  #slow = false;
  /** Halved by every 429, growing slowly again: a batch above what the limit ever allows would never pass. */
  #batchEvents: number;
  #flushes: { readonly through: number; readonly resolve: () => void }[] = [];
  #closing = false;
  /** Closing, and the hub does not take the rest now. */
  #abandoned = false;

  constructor(parts: DeliveryParts) {
    const { options, queue, spool, settlement } = parts;
    this.#parts = parts;
    this.#batchEvents = options.batchEvents;
    if (spool !== undefined) {
      this.#spill = new Spill({
        queue,
        spool,
        settlement,
        maxBatchBytes: options.maxBatchBytes,
        isHubSlow: () => this.#inHand.length > 0 && (this.#slow || this.#attempt > 0),
        onSpilled: () => this.#moved(),
      });
    }
    this.#sending = this.#run();
  }

  get inFlight(): number {
    return this.#inHand.length;
  }

  /** The queue has grown. */
  signal(): void {
    if (this.#isHeld()) this.#retry.hold();
    const { queue, options } = this.#parts;
    // The first of a batch starts the clock, a full one stops it; those between wait with it.
    if (queue.length === 1 || this.#untilDue(options.flushIntervalMs) === 0) this.#wake.signal();
    this.#spill?.signal();
  }

  /** Resolves when every event up to this one has its outcome. */
  flush(through: number): Promise<void> {
    return new Promise((resolve) => {
      this.#flushes.push({ through, resolve });
      this.#retry.hold();
      this.#moved();
    });
  }

  async close(timeoutMs: number): Promise<void> {
    this.#closing = true;
    const timer = setTimeout(() => this.#end(), timeoutMs);
    this.#wake.signal();
    // With a spool nobody has to wait for the hub: what is left goes to disk.
    if (this.#spill === undefined) this.#retry.hold();
    else this.#retry.signal();
    await this.#sending;
    clearTimeout(timer);
    await this.#spill?.end();
    await this.#leaveRest();
  }

  #end(): void {
    this.#deadline.abort();
    this.#retry.signal();
    this.#wake.signal();
  }

  /** Whether somebody waits, so that the process must not end before it is done. */
  #isHeld(): boolean {
    return this.#closing || this.#flushes.length > 0 || this.#parts.settlement.awaited > 0;
  }

  async #run(): Promise<void> {
    const { spool, options } = this.#parts;
    while (!this.#mayEnd()) {
      if (spool?.isEmpty === false) await this.#sendSpooled(spool);
      // What is just being written to disk is older than the queue and must not be overtaken.
      else if (this.#spill?.oldest !== undefined) await this.#wake.wait(undefined, false);
      else {
        const wait = this.#untilDue(options.flushIntervalMs);
        if (wait === 0) await this.#sendDirect();
        else await this.#wake.wait(wait, this.#isHeld());
      }
    }
  }

  #mayEnd(): boolean {
    if (!this.#closing) return false;
    if (this.#abandoned || this.#deadline.signal.aborted) return true;
    const { queue, spool } = this.#parts;
    return queue.length === 0 && this.#spill?.oldest === undefined && spool?.isEmpty !== false;
  }

  /** How long the queue may still gather; undefined while it is empty. */
  #untilDue(intervalMs: number): number | undefined {
    const { queue, options } = this.#parts;
    const { oldest } = queue;
    if (oldest === undefined) return undefined;
    if (this.#isHeld() || queue.length >= options.batchEvents || queue.bytes >= options.maxBatchBytes) return 0;
    return Math.max(0, Math.ceil(oldest.arrivedMs + intervalMs - performance.now()));
  }

  async #sendDirect(): Promise<void> {
    const { queue, spool, settlement, options } = this.#parts;
    const startedMs = performance.now();
    this.#inHand = queue.take({ events: this.#batchEvents, bytes: options.maxBatchBytes });
    const place = spool?.reserve();
    while (this.#inHand.length > 0) {
      const sent = this.#inHand.slice(0, this.#batchEvents);
      const { verdicts, obstacle } = await this.#posted(sent.map((event) => event.json));
      for (const [at, verdict] of verdicts.entries()) {
        const event = sent[at];
        if (event !== undefined) settlement.verdict(event, verdict);
      }
      this.#inHand = this.#inHand.slice(verdicts.length);
      this.#moved();
      if (obstacle === undefined) continue;
      if (await this.#putAside(obstacle, place)) break;
      if (this.#givesUp(obstacle, startedMs)) break;
      await this.#pauseAfter(obstacle);
      if (this.#closing && (await this.#putAside(obstacle, place))) break;
    }
    this.#inHand = [];
    this.#moved();
  }

  /** The batch goes to disk, before everything that was spilled behind it. */
  async #putAside(obstacle: Obstacle, place: number | undefined): Promise<boolean> {
    const { spool } = this.#parts;
    if (spool === undefined || this.#spill === undefined) return false;
    const mayPassSoon = this.#attempt < attemptsBeforeSpool && obstacle.retryAfterMs <= longRetryAfterMs;
    if (obstacle.kind === 'busy' && mayPassSoon && !this.#closing) return false;
    const size = this.#inHand.reduce((sum, event) => sum + event.json.length + 1, 0);
    if (size > spool.room || !(await this.#spill.write(this.#inHand, place))) return false;
    this.#abandoned = this.#closing;
    return true;
  }

  #givesUp(obstacle: Obstacle, startedMs: number): boolean {
    const { options, spool, settlement } = this.#parts;
    const ended = this.#deadline.signal.aborted;
    const hopeless = obstacle.kind === 'refused' || performance.now() - startedMs > options.giveUpAfterMs;
    if (!ended && (spool !== undefined || !hopeless)) return false;
    const code = obstacle.kind === 'refused' ? 'request_refused' : 'hub_unreachable';
    settlement.giveUp(this.#inHand, code, `The hub did not take the events: ${obstacle.detail}`);
    return true;
  }

  async #sendSpooled(spool: Spool): Promise<void> {
    const { settlement, options } = this.#parts;
    try {
      const taken = await spool.peek({ events: this.#batchEvents, bytes: options.maxBatchBytes });
      if (taken !== undefined) await this.#sendTaken(spool, taken);
    } catch (failure) {
      settlement.reportOnce(failure as ActivityClientError);
      this.#attempt++;
      await this.#pauseAfter({ kind: 'busy', detail: 'the spool failed', retryAfterMs: 0 });
      this.#abandoned = this.#closing;
    }
  }

  async #sendTaken(spool: Spool, taken: SpooledLines): Promise<void> {
    const { verdicts, obstacle } = await this.#posted(taken.lines);
    await spool.acknowledge(taken, verdicts.length);
    for (const [at, verdict] of verdicts.entries()) {
      const line = taken.lines[at];
      if (line !== undefined) this.#parts.settlement.spooledVerdict(line, verdict);
    }
    this.#spill?.signal();
    if (obstacle === undefined) return;
    if (!this.#closing) await this.#pauseAfter(obstacle);
    this.#abandoned = this.#closing;
  }

  async #posted(lines: readonly Buffer[]): Promise<PostAnswer> {
    const slow = setTimeout(() => {
      this.#slow = true;
      this.#spill?.signal();
    }, slowRequestMs).unref();
    const answer = await this.#parts.post(lines, this.#deadline.signal);
    clearTimeout(slow);
    this.#slow = false;
    if (answer.obstacle === undefined) this.#passed();
    else this.#failed(answer.obstacle, lines.length, answer.verdicts.length > 0);
    return answer;
  }

  #passed(): void {
    this.#attempt = 0;
    const grown = Math.ceil(this.#batchEvents * 1.1);
    this.#batchEvents = Math.min(this.#parts.options.batchEvents, grown);
    this.#parts.settlement.recovered('hub_unreachable', 'request_refused');
  }

  #failed({ kind, detail, status }: Obstacle, sent: number, isPartial: boolean): void {
    const { settlement } = this.#parts;
    this.#attempt = isPartial ? 1 : this.#attempt + 1;
    if (status === 429) this.#batchEvents = Math.max(1, Math.floor(sent / 2));
    if (kind === 'refused') settlement.reportOnce(new ActivityClientError('request_refused', detail));
    else if (this.#attempt >= attemptsBeforeSpool) {
      settlement.reportOnce(new ActivityClientError('hub_unreachable', `The hub does not take events: ${detail}`));
    }
    this.#spill?.signal();
  }

  async #pauseAfter(obstacle: Obstacle): Promise<void> {
    if (this.#deadline.signal.aborted) return;
    await this.#retry.wait(retryDelay(this.#attempt - 1, obstacle.retryAfterMs, Math.random()), this.#isHeld());
  }

  /** Events left the client or memory: somebody may have waited for it. */
  #moved(): void {
    const { queue } = this.#parts;
    const open = [this.#inHand[0], this.#spill?.oldest, queue.oldest].map((event) => event?.sequence ?? Infinity);
    const oldest = Math.min(...open);
    const done = this.#flushes.filter(({ through }) => through < oldest);
    this.#flushes = this.#flushes.filter(({ through }) => through >= oldest);
    for (const { resolve } of done) resolve();
    if (!this.#isHeld()) this.#retry.release();
    this.#wake.signal();
  }

  /** What the hub did not take in time. */
  async #leaveRest(): Promise<void> {
    const { queue, spool, settlement } = this.#parts;
    while (queue.length > 0) {
      const batch = queue.take({ events: Infinity, bytes: spool === undefined ? Infinity : Math.max(spool.room, 0) });
      const [first] = batch;
      const fits = spool !== undefined && first !== undefined && first.json.length + 1 <= spool.room;
      if (fits && (await this.#spill?.write(batch)) === true) continue;
      settlement.giveUp(batch, 'hub_unreachable', 'The client was closed before the hub took the events.');
    }
    this.#moved();
    await spool?.close().catch((failure: unknown) => settlement.report(failure as ActivityClientError));
  }
}
