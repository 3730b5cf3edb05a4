import { correctedIdOf } from '@activity-hub/contracts/correction';
import type { RecordedEvent } from '@activity-hub/contracts/event';
import { LANE_COUNT } from '@activity-hub/contracts/lane';
import type { ConsumerStore, ProcessorRef, ProjectionRange } from '@activity-hub/db/checkpoints/consumer-store';
import { insertEvents, type ProjectedEvent } from '@activity-hub/db/clickhouse/insert-events';
import type { ClickHouseClient } from '@clickhouse/client';
import type { BaseLogger } from 'pino';
import { Backoff, pause } from '../bus/backoff.ts';
import type { ConsumerCondition, ConsumerStatus } from '../bus/consumer-status.ts';
import { placeOf } from '../bus/event-place.ts';
import type { Gate } from '../bus/gate.ts';
import type { LaneFeed } from '../bus/lane-feed.ts';
import { LaneProgress } from '../bus/lane-progress.ts';
import type { LogHeads } from '../bus/log-heads.ts';

export const PROJECTION_REF: ProcessorRef = { processor: 'clickhouse', version: '1' };

export interface ProjectionObserver {
  inserted(ref: ProcessorRef, events: number, seconds: number): void;
  failed(ref: ProcessorRef): void;
}

export interface ProjectionOptions {
  /** Brings the schema up to date; repeated until it succeeds, because ClickHouse may come up later than the hub. */
  readonly prepare: () => Promise<void>;
  readonly client: ClickHouseClient;
  readonly store: Pick<ConsumerStore, 'checkpoints' | 'announceRanges' | 'finishRanges'>;
  readonly feed: LaneFeed;
  readonly heads: LogHeads;
  readonly gate: Gate;
  readonly observer: ProjectionObserver;
  readonly logger: BaseLogger;
  /** What a correction takes back. */
  readonly eventOf: (eventId: string) => Promise<RecordedEvent | undefined>;
}

/** At catch-up big inserts are what a column store likes; each lane gives its share of one. */
const maxRows = 20_000;
/** At a trickle: every insert makes a part on disk, and parts have to be merged again. */
const paceMs = 250;
const smallInsert = 2_000;
const idleMs = 5_000;

/**
 * Copies all lanes into ClickHouse. Two stores cannot commit together, so: the ranges are written to
 * PostgreSQL first, exactly those rows are inserted, then the checkpoints move. After a crash at any
 * point the announced ranges are inserted again as they were and replace themselves.
 */
export class RunningProjection {
  readonly #options: ProjectionOptions;
  readonly #progress: LaneProgress;
  readonly #stop = new AbortController();
  #condition: ConsumerCondition = 'running';
  #inserted = 0;
  #busySeconds = 0;
  #reason: string | undefined;
  #running: Promise<void> = Promise.resolve();

  constructor(options: ProjectionOptions) {
    this.#options = options;
    this.#progress = new LaneProgress((lane) => options.heads.of(lane));
  }

  start(): void {
    this.#running = this.#run();
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#running;
    this.#condition = 'stopped';
  }

  status(): ConsumerStatus {
    return {
      ...PROJECTION_REF,
      condition: this.#condition,
      reason: this.#reason,
      lagEvents: this.#progress.lagEvents(),
      lagSeconds: this.#progress.lagSeconds(Date.now()),
      events: this.#inserted,
      faults: 0,
      busySeconds: this.#busySeconds,
      builds: false,
    };
  }

  async #run(): Promise<void> {
    const backoff = new Backoff(200, 10_000);
    let prepared = false;
    let synchronised = false;
    while (!this.#stop.signal.aborted) {
      try {
        if (!prepared) await this.#options.prepare();
        prepared = true;
        if (!synchronised) await this.#loadCheckpoints();
        synchronised = true;
        const outcome = await this.#project();
        // Fenced: another hub projects the same lanes; let it, and look again where it is.
        if (outcome === 'fenced') {
          synchronised = false;
          await backoff.wait(this.#stop.signal);
        } else backoff.reset();
        this.#condition = 'running';
        this.#reason = undefined;
      } catch (error) {
        synchronised = false;
        await this.#rest(error, backoff);
      }
    }
  }

  async #rest(error: unknown, backoff: Backoff): Promise<void> {
    if (this.#stop.signal.aborted) return;
    const { logger, observer } = this.#options;
    if (backoff.attempts === 0)
      logger.warn({ err: error, ...PROJECTION_REF }, 'The projection into ClickHouse failed; trying again.');
    observer.failed(PROJECTION_REF);
    this.#condition = 'failing';
    this.#reason = error instanceof Error ? error.message : String(error);
    await backoff.wait(this.#stop.signal);
  }

  async #loadCheckpoints(): Promise<void> {
    this.#progress.load(await this.#options.store.checkpoints(PROJECTION_REF));
    await this.#options.heads.refresh();
  }

  /** One insert over all lanes that have something, or a wait. */
  async #project(): Promise<'finished' | 'fenced' | 'idle'> {
    const { heads, store, client, observer } = this.#options;
    const begun = Date.now();
    const read = await this.#readBehind();
    if (read.size === 0) {
      await heads.anyGrowth(idleMs, this.#stop.signal);
      return 'idle';
    }
    const wanted = [...read.values()].map(({ range }) => range);
    const announced = await store.announceRanges(PROJECTION_REF, wanted);
    const events = (await Promise.all(announced.map((range) => this.#eventsOf(range, read)))).flat();
    const corrected = await correctedBy(events, (id) => this.#options.eventOf(id));
    await insertEvents(client, [...events, ...corrected], this.#stop.signal);
    const outcome = await store.finishRanges(PROJECTION_REF, announced);
    if (outcome === 'fenced') return outcome;
    for (const range of announced) this.#advance(range, events);
    const seconds = (Date.now() - begun) / 1000;
    this.#inserted += events.length;
    this.#busySeconds += seconds;
    observer.inserted(PROJECTION_REF, events.length, seconds);
    if (events.length < smallInsert) await pause(Math.max(0, paceMs - (Date.now() - begun)), this.#stop.signal);
    return 'finished';
  }

  /** Read before they are announced: the feed bounds a read by bytes, and a range must be repeatable as it is. */
  async #readBehind(): Promise<ReadonlyMap<number, ReadRange>> {
    const { heads, feed, gate } = this.#options;
    const lanes = Array.from({ length: LANE_COUNT }, (_, lane) => lane).filter(
      (lane) => heads.of(lane) > this.#progress.offsetOf(lane),
    );
    const share = Math.ceil(maxRows / Math.max(1, lanes.length));
    const read = await Promise.all(
      lanes.map(async (lane): Promise<ReadRange> => {
        const from = this.#progress.offsetOf(lane);
        const found = await gate.run(() => feed.read(lane, from, share));
        const events = found.map((item) => ({ lane, ...item }));
        return { range: { lane, from, to: events.at(-1)?.offset ?? from }, events };
      }),
    );
    return new Map(read.filter(({ events }) => events.length > 0).map((item) => [item.range.lane, item]));
  }

  /** Usually what was just read; after a crash the range announced before it. */
  async #eventsOf(range: ProjectionRange, read: ReadonlyMap<number, ReadRange>): Promise<readonly ProjectedEvent[]> {
    const known = read.get(range.lane);
    if (known !== undefined && known.range.from === range.from && known.range.to === range.to) return known.events;
    const events = await this.#options.gate.run(() => this.#options.feed.readRange(range.lane, range.from, range.to));
    return events.map((item) => ({ lane: range.lane, ...item }));
  }

  #advance(range: ProjectionRange, events: readonly ProjectedEvent[]): void {
    const last = events.findLast((item) => item.lane === range.lane);
    this.#progress.advance(range.lane, range.to, last?.event.recorded_at ?? new Date().toISOString());
  }
}

/** What the corrections of a range take back, to be written again as such. They stand before them in the log. */
async function correctedBy(
  events: readonly ProjectedEvent[],
  eventOf: ProjectionOptions['eventOf'],
): Promise<readonly ProjectedEvent[]> {
  const ids = new Set(events.flatMap(({ event }) => correctedIdOf(event) ?? []));
  const targets = await Promise.all([...ids].map(eventOf));
  return targets.flatMap((event) => (event === undefined ? [] : [{ ...placeOf(event), event, corrected: true }]));
}

interface ReadRange {
  readonly range: ProjectionRange;
  readonly events: readonly ProjectedEvent[];
}
