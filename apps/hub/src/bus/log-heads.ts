import type { EventStore } from '@activity-hub/db/event-store/event-store';
import type { BaseLogger } from 'pino';
import { pause } from './backoff.ts';
import type { Heads } from './heads.ts';
import { LogGrowth } from './log-growth.ts';
import { WakeUp, type WakeUpOptions } from './wake-up.ts';

/** Hints come with every group commit; looking more often than this finds next to nothing new. */
const spacingMs = 15;

export interface LogHeadsOptions extends Omit<WakeUpOptions, 'logger'> {
  readonly eventStore: Pick<EventStore, 'laneHeads'>;
  readonly logger: BaseLogger;
}

/**
 * Where every lane ends, kept current by one query for all consumers: a wake-up costs one small
 * statement and not one for each processor and lane.
 */
export class LogHeads implements Heads {
  readonly #eventStore: Pick<EventStore, 'laneHeads'>;
  readonly #logger: BaseLogger;
  readonly #wakeUp: WakeUp;
  readonly #stop = new AbortController();
  readonly #waiting = new Set<() => void>();
  readonly #growth = new LogGrowth();
  #heads: readonly number[] = [];
  #looking: Promise<void> | undefined;
  #lookAgain = false;
  #unreachable: string | undefined;

  constructor({ eventStore, logger, ...wakeUp }: LogHeadsOptions) {
    this.#eventStore = eventStore;
    this.#logger = logger;
    this.#wakeUp = new WakeUp({ ...wakeUp, logger }, () => this.#look());
  }

  /** Resolves after the first look, whether it succeeded or not. */
  async start(): Promise<void> {
    this.#wakeUp.start();
    this.#look();
    await this.#looking;
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    for (const wake of this.#waiting) wake();
    await this.#wakeUp.stop();
    await this.#looking;
  }

  /** The last offset of a lane as far as known. */
  of(lane: number): number {
    return this.#heads[lane] ?? 0;
  }

  /** Events that were recorded in a second, lately and as far as known. */
  get growth(): number {
    return this.#growth.perSecond;
  }

  /** Why the log cannot be seen right now. */
  get unreachable(): string | undefined {
    return this.#unreachable;
  }

  /** Look soon: this process appended something itself. */
  nudge(): void {
    this.#wakeUp.announce();
  }

  /** Reads the heads now. @throws when the log cannot be read. */
  async refresh(): Promise<void> {
    await this.#read();
  }

  /** Resolves when a lane may reach beyond an offset, after the time-out, or at a stop. */
  async beyond(lane: number, offset: number, timeoutMs: number, signal: AbortSignal): Promise<void> {
    if (this.of(lane) > offset || signal.aborted) return;
    await new Promise<void>((resolve) => {
      const done = (): void => {
        this.#waiting.delete(wake);
        signal.removeEventListener('abort', done);
        clearTimeout(timer);
        resolve();
      };
      const wake = (): void => {
        if (this.of(lane) > offset || this.#stop.signal.aborted) done();
      };
      const timer = setTimeout(done, timeoutMs);
      signal.addEventListener('abort', done, { once: true });
      this.#waiting.add(wake);
    });
  }

  /** Resolves when any lane grew, after the time-out, or at a stop. */
  async anyGrowth(timeoutMs: number, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return;
    await new Promise<void>((resolve) => {
      const done = (): void => {
        this.#waiting.delete(done);
        signal.removeEventListener('abort', done);
        clearTimeout(timer);
        resolve();
      };
      const timer = setTimeout(done, timeoutMs);
      signal.addEventListener('abort', done, { once: true });
      this.#waiting.add(done);
    });
  }

  #look(): void {
    if (this.#stop.signal.aborted) return;
    if (this.#looking !== undefined) {
      this.#lookAgain = true;
      return;
    }
    this.#looking = this.#lookOnce().finally(() => {
      this.#looking = undefined;
      if (!this.#lookAgain) return;
      this.#lookAgain = false;
      this.#look();
    });
  }

  async #lookOnce(): Promise<void> {
    const isFirst = this.#heads.length === 0;
    try {
      const grown = await this.#read();
      this.#wakeUp.looked(grown && !isFirst);
    } catch (error) {
      if (this.#unreachable === undefined)
        this.#logger.warn({ err: error }, 'The event log cannot be read; trying again.');
      this.#unreachable = error instanceof Error ? error.message : String(error);
    }
    await pause(spacingMs, this.#stop.signal);
  }

  /** Whoever it is that finds a lane grown, all who wait for it are told: the next look would find nothing new. */
  async #read(): Promise<boolean> {
    const before = this.#heads;
    this.#heads = await this.#eventStore.laneHeads();
    this.#unreachable = undefined;
    const grown = this.#heads.some((head, lane) => head > (before[lane] ?? 0));
    this.#growth.look({ atMs: performance.now(), events: this.#heads.reduce((sum, head) => sum + head, 0) });
    if (grown) for (const wake of this.#waiting) wake();
    return grown;
  }
}
