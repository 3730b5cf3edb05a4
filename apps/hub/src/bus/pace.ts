export interface PaceOptions {
  /** Between two tiny batches of one lane: 48 lanes of tiny commits would take the disk from ingest. */
  readonly paceMs: number;
  /** Between two small ones; default half of that. */
  readonly smallPaceMs?: number;
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

  /** Until when a lane rests after a batch. Not at all after a large one: there is more to do. */
  restsUntil(events: number, nowMs: number): number {
    const { paceMs, smallPaceMs = paceMs / 2, batchEvents } = this.#options;
    if (events >= batchEvents / 4) return nowMs;
    this.#restedAt = nowMs;
    return this.#nextBeat(events < batchEvents / 100 ? paceMs : smallPaceMs, nowMs);
  }

  /**
   * Until when a lane waits before it takes an event that it did not have at the beat. While others of the consumer go from
   * beat to beat it goes with them: by itself it would cost statements of its own.
   */
  joinsAt(nowMs: number): number {
    const { paceMs } = this.#options;
    const beatAt = this.#nextBeat(paceMs, nowMs);
    // Since the beat before the last: who works since the last one has not come to its rest.
    return this.#restedAt >= beatAt - 2 * paceMs ? beatAt : nowMs;
  }

  /** The next multiple of a time: all lanes wait for the same instants, so that what they then do is done together. */
  #nextBeat(everyMs: number, nowMs: number): number {
    const { phaseMs = 0 } = this.#options;
    return everyMs === 0 ? nowMs : nowMs + everyMs - ((nowMs - phaseMs) % everyMs);
  }
}
