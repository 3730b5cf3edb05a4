export interface PaceOptions {
  /** Between two tiny batches of one lane, half of it between small ones: 48 lanes of tiny commits would take the disk from ingest. */
  readonly paceMs: number;
  /**
   * How long after a beat it works. Those who read the log together work at the same instant; who costs more beside that,
   * at one of its own, so that not everybody wants the processors at once.
   */
  readonly phaseMs?: number;
  /** At most so many events in one stretch, and in a batch near the head. */
  readonly batchEvents: number;
}

/**
 * How the lanes of one consumer space small batches, so that a trickle of events becomes few commits, and those of all
 * lanes become one. The first event after a while is not kept waiting.
 */
export class Pace {
  readonly #options: PaceOptions;
  #restedAt = Number.NEGATIVE_INFINITY;

  constructor(options: PaceOptions) {
    this.#options = options;
  }

  /** How long a lane rests after a batch. None after a large one: there is more to do. */
  restMs(events: number, nowMs: number): number {
    const { paceMs, batchEvents } = this.#options;
    if (events >= batchEvents / 4) return 0;
    this.#restedAt = nowMs;
    return this.#untilBeat(events < batchEvents / 100 ? paceMs : paceMs / 2, nowMs);
  }

  /**
   * How long a lane waits before it takes an event that it did not have at the beat. While others of the consumer go from
   * beat to beat it goes with them: by itself it would cost statements of its own.
   */
  joinMs(nowMs: number): number {
    const waitMs = this.#untilBeat(this.#options.paceMs, nowMs);
    const beatAt = nowMs + waitMs - this.#options.paceMs;
    return this.#restedAt >= beatAt ? waitMs : 0;
  }

  /** How long until the next multiple of a time: all lanes wait for the same instants, so that what they then do is done together. */
  #untilBeat(everyMs: number, nowMs: number): number {
    const { phaseMs = 0 } = this.#options;
    return everyMs === 0 ? 0 : everyMs - ((nowMs - phaseMs) % everyMs);
  }
}
