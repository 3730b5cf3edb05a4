import { LANE_COUNT } from '@activity-hub/contracts/lane';
import { pluginFaultOfError } from '@activity-hub/contracts/plugin/plugin-error';
import { type PluginFault, pluginFaultOf, pluginFaultSentence } from '@activity-hub/contracts/plugin/plugin-fault';
import type { FinishedBatch, FinishOutcome, ProcessorRef } from '@activity-hub/db/checkpoints/consumer-store';
import { Backoff, pause } from './backoff.ts';
import { BatchCounts } from './batch-counts.ts';
import type { ConsumerOptions } from './consumer-options.ts';
import type { ConsumerCondition, ConsumerStatus } from './consumer-status.ts';
import type { Convoys, Turn } from './convoys.ts';
import { type BatchSource, type BatchSpan, fillBatch } from './fill-batch.ts';
import { inStep } from './in-step.ts';
import { Instants } from './instants.ts';
import { isDataError } from './is-data-error.ts';
import { type LaneProcessor, ProcessorFault } from './lane-processor.ts';
import { LaneProgress } from './lane-progress.ts';
import { Pace } from './pace.ts';
import { recordQuarantine } from './record-quarantine.ts';
import { together } from './together.ts';

/** An empty lane is looked at that often without a reason: only deadlines and a lost race need it. */
const idleMs = 5_000;
const noCheckpoints: PluginFault = { code: 'no_checkpoints', values: {} };

/**
 * Feeds one processor from all lanes. The loop of a lane: read after the checkpoint, let the processor
 * fold, finish the batch in one statement. The compare-and-set inside that statement is the fence: on
 * any doubt (fenced, error, unknown outcome of a commit) everything remembered of the lane is dropped
 * and the checkpoint is read again, so the database alone decides what happened.
 */
export class Consumer {
  readonly #processor: LaneProcessor;
  readonly #options: ConsumerOptions;
  readonly #progress: LaneProgress;
  readonly #pace: Pace;
  readonly #feed: BatchSource['feed'];
  readonly #stop = new AbortController();
  readonly #instants = new Instants(this.#stop.signal);
  readonly #failing = new Set<number>();
  /** Lanes that wait for a long batch or are in one. */
  readonly #farBehind = new Set<number>();
  /** Lanes whose checkpoint must be read again before anything else. */
  readonly #doubtful = new Set<number>();
  #condition: ConsumerCondition = 'running';
  #fault: PluginFault | undefined;
  #lanes: Promise<unknown> = Promise.resolve();
  readonly #begun = Promise.withResolvers<void>();
  readonly #counts = new BatchCounts();

  constructor(processor: LaneProcessor, options: ConsumerOptions) {
    this.#processor = processor;
    this.#options = options;
    this.#progress = new LaneProgress((lane) => options.heads.of(lane));
    this.#pace = new Pace(options);
    this.#feed = together(options.feed);
  }

  start(): void {
    this.#lanes = this.#run();
  }

  /** Resolves when it knows where to go on, or that it does not. */
  get begun(): Promise<void> {
    return this.#begun.promise;
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#lanes;
    if (this.#condition === 'running') this.#condition = 'stopped';
  }

  status(): ConsumerStatus {
    const condition = this.#condition === 'running' && this.#failing.size > 0 ? 'failing' : this.#condition;
    return {
      ...this.#processor.ref,
      condition,
      reason: this.#fault === undefined ? undefined : pluginFaultSentence(this.#fault),
      fault: this.#fault,
      lagEvents: this.#progress.lagEvents(),
      lagSeconds: this.#progress.lagSeconds(Date.now()),
      ...this.#counts.all(),
      builds: this.#progress.builds(),
    };
  }

  async #run(): Promise<void> {
    const begins = await this.#begin();
    this.#begun.resolve();
    if (begins) await Promise.all(Array.from({ length: LANE_COUNT }, (_, lane) => this.#runLane(lane)));
  }

  /** Learns where to go on. False when there is nothing to run. */
  async #begin(): Promise<boolean> {
    const { store, heads } = this.#options;
    const backoff = new Backoff(100, 10_000);
    while (!this.#stop.signal.aborted) {
      try {
        const quarantine = await store.quarantineOf(this.#processor.ref);
        if (quarantine !== undefined) this.#halt('quarantined', pluginFaultOf(quarantine));
        const checkpoints = await store.checkpoints(this.#processor.ref);
        if (checkpoints.length === 0) this.#halt('stopped', noCheckpoints);
        if (this.#stop.signal.aborted) return false;
        this.#progress.load(checkpoints);
        // After the checkpoints, or a lane that grew in between would look as if it had been cut off.
        await heads.refresh();
        for (let lane = 0; lane < LANE_COUNT; lane++) this.#refuseAhead(lane);
        return !this.#stop.signal.aborted;
      } catch (error) {
        await this.#recover(undefined, error, backoff);
      }
    }
    return false;
  }

  async #runLane(lane: number): Promise<void> {
    const backoff = new Backoff(100, 10_000);
    const deadlines = { nextCheck: 0 };
    while (!this.#stop.signal.aborted) {
      try {
        await this.#turn(lane, deadlines);
        backoff.reset();
        this.#healed(lane);
      } catch (error) {
        await this.#recover(lane, error, backoff);
      }
    }
  }

  async #turn(lane: number, deadlines: { nextCheck: number }): Promise<void> {
    const { heads, deadlineCheckMs } = this.#options;
    if (this.#doubtful.has(lane)) await this.#reload(lane);
    if (this.#stop.signal.aborted) return;
    const offset = this.#progress.offsetOf(lane);
    if (heads.of(lane) > offset) return await this.#step(lane, offset);
    if (!this.#processor.deadlines) return await this.#await(lane, offset, idleMs);
    if (Date.now() >= deadlines.nextCheck) {
      // Of history, in most cases, while other lanes are far behind: it would take the place of their events.
      const fired = this.#farBehind.size === 0 && (await this.#fireDeadlines(lane, offset));
      deadlines.nextCheck = fired ? 0 : Date.now() + deadlineCheckMs;
      return;
    }
    await this.#await(lane, offset, deadlines.nextCheck - Date.now());
  }

  async #await(lane: number, offset: number, atMostMs: number): Promise<void> {
    await this.#options.heads.beyond(lane, offset, atMostMs, this.#stop.signal);
    await this.#instants.until(this.#pace.joinsAt(Date.now()));
  }

  async #step(lane: number, offset: number): Promise<void> {
    const { gate, heads, batchEvents, catchUp } = this.#options;
    if (catchUp !== undefined && heads.of(lane) - offset > batchEvents)
      return await this.#catchUp(catchUp, lane, offset);
    const count = await gate.run(() => this.#batch({ lane, offset, limit: batchEvents, once: true }, this.#feed));
    await this.#instants.until(this.#pace.restsUntil(count, Date.now()));
  }

  async #catchUp(convoys: Convoys, lane: number, offset: number): Promise<void> {
    this.#farBehind.add(lane);
    try {
      const { payloads } = this.#processor;
      await convoys.travel({ lane, offset, payloads }, (turn) => this.#goFar(lane, turn), this.#stop.signal);
    } finally {
      this.#farBehind.delete(lane);
    }
  }

  /**
   * Far behind the head, where nobody waits for a single event, batches are long: whoever comes again and again within one is
   * loaded and written once. But not after a failure: what may fail again is finished in small parts, or a plugin whose
   * process ends after every few thousand events would never finish any. To the end of a turn, or until it is near the head.
   */
  async #goFar(lane: number, turn: Turn): Promise<void> {
    const { gate, heads, batchEvents, outlines, feed: whole } = this.#options;
    const shared = turn.payloads === undefined ? whole : (outlines?.with(turn.payloads) ?? whole);
    const feed = inStep(shared, turn);
    for (let count = 1; count > 0 && !this.#stop.signal.aborted; ) {
      const offset = this.#progress.offsetOf(lane);
      if (offset >= turn.to || heads.of(lane) - offset <= batchEvents) return;
      const limit = this.#failing.size === 0 ? turn.to - offset : Math.min(batchEvents, turn.to - offset);
      count = await gate.run(() => this.#batch({ lane, offset, limit }, feed));
    }
  }

  /** @returns how many events it finished. */
  async #batch(span: BatchSpan, feed: BatchSource['feed']): Promise<number> {
    const { lane, offset } = span;
    const begun = performance.now();
    const place = this.#progress.batchPlace(lane);
    const making = this.#processor.begin(place);
    const { to, recordedAt } = await fillBatch({ ...this.#options, feed }, making, span, this.#stop.signal);
    const effects = await making.finish();
    const batch = { lane, from: offset, to, derives_after: place.derivesAfter };
    if ((await this.#finish({ ...batch, complete_through: recordedAt, ...effects })) === 'fenced') return 0;
    this.#progress.advance(lane, to, recordedAt);
    if (effects.derived.length > 0) this.#options.heads.nudge();
    const seconds = (performance.now() - begun) / 1000;
    this.#counts.add(to - offset, seconds, effects);
    this.#options.observer.finished(this.#processor.ref, to - offset, seconds, effects);
    return to - offset;
  }

  /**
   * Only at the head of the lane, and only for keys at which nothing was recorded lately: while old
   * events are imported in batches, the next batch may hold the very event that keeps a streak alive.
   */
  async #fireDeadlines(lane: number, offset: number): Promise<boolean> {
    const watermark = new Date(Date.now() - this.#options.quietMs).toISOString();
    return await this.#options.gate.run(async () => {
      const begun = performance.now();
      const place = this.#progress.batchPlace(lane);
      const effects = await this.#processor.fireDue(place, watermark);
      if (effects === undefined) return false;
      const batch = { lane, from: offset, to: offset, derives_after: place.derivesAfter };
      if ((await this.#finish({ ...batch, complete_through: null, ...effects })) === 'fenced') return false;
      this.#options.heads.nudge();
      this.#options.observer.finished(this.#processor.ref, 0, (performance.now() - begun) / 1000, effects);
      return true;
    });
  }

  async #finish(batch: Omit<FinishedBatch, keyof ProcessorRef>): Promise<FinishOutcome> {
    const { store, logger, observer, paceMs } = this.#options;
    const { ref } = this.#processor;
    try {
      const outcome = await store.finishBatch({ ...ref, ...batch });
      if (outcome === 'finished') return outcome;
    } catch (error) {
      if (!isDataError(error)) throw error;
      throw new ProcessorFault('unstorable', { message: error.message }, { offset: batch.to, cause: error });
    }
    observer.fenced(ref);
    const place = { lane: batch.lane, from: batch.from };
    logger.info({ ...ref, ...place }, 'Another consumer moved the checkpoint; starting from there.');
    this.#doubt(batch.lane);
    // Whoever fenced us is at work in this lane: come back a little later, not at once.
    await pause(paceMs * (1 + Math.random()), this.#stop.signal);
    return 'fenced';
  }

  #doubt(lane: number): void {
    this.#doubtful.add(lane);
    this.#processor.forget(lane);
  }

  async #reload(lane: number): Promise<void> {
    const { store, heads } = this.#options;
    const checkpoint = await store.checkpointOf(this.#processor.ref, lane);
    if (checkpoint === undefined) return this.#halt('stopped', noCheckpoints);
    await heads.refresh();
    this.#progress.loadLane(lane, checkpoint);
    this.#refuseAhead(lane);
    this.#doubtful.delete(lane);
  }

  #refuseAhead(lane: number): void {
    const offset = this.#progress.offsetOf(lane);
    const head = this.#options.heads.of(lane);
    if (offset > head) this.#halt('ahead', { code: 'ahead', values: { lane, offset, head } });
  }

  #healed(lane: number): void {
    if (this.#failing.delete(lane) && this.#failing.size === 0 && this.#condition === 'running')
      this.#fault = undefined;
  }

  async #recover(lane: number | undefined, error: unknown, backoff: Backoff): Promise<void> {
    if (this.#stop.signal.aborted) return;
    if (error instanceof ProcessorFault) return await this.#quarantine(lane, error);
    const { logger, observer } = this.#options;
    if (backoff.attempts === 0)
      logger.warn({ err: error, ...this.#processor.ref, lane }, 'A consumer failed; it goes on as soon as it can.');
    observer.failed(this.#processor.ref);
    this.#fault = pluginFaultOfError(error);
    if (lane !== undefined) {
      // Whether the batch was committed is unknown: the checkpoint knows.
      this.#failing.add(lane);
      this.#doubt(lane);
    }
    await backoff.wait(this.#stop.signal);
  }

  async #quarantine(lane: number | undefined, fault: ProcessorFault): Promise<void> {
    const { store, logger, observer } = this.#options;
    const { ref } = this.#processor;
    this.#halt('quarantined', fault.fault);
    observer.quarantined(ref);
    const position = fault.offset === undefined || lane === undefined ? null : { lane, offset: fault.offset };
    logger.error({ err: fault.cause ?? fault, ...ref, position }, `Quarantined ${ref.processor}: ${fault.message}`);
    await recordQuarantine(store, logger, { ref, fault: fault.fault, position, samples: fault.samples });
  }

  #halt(condition: ConsumerCondition, fault: PluginFault): void {
    if (this.#condition !== 'running') return;
    this.#condition = condition;
    this.#fault = fault;
    this.#stop.abort();
    this.#options.logger.warn({ ...this.#processor.ref, condition }, pluginFaultSentence(fault));
  }
}
