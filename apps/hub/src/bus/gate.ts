interface Waiting {
  readonly lane: number | undefined;
  readonly enter: () => void;
}

/**
 * Lets at most `width` tasks run at once, first come first served. Processors times lanes would
 * otherwise ask for 64 connections at catch-up; more than the pool holds only queues inside the driver.
 */
export class Gate {
  #free: number;
  #waiting: Waiting[] = [];
  readonly #restMs: (tookMs: number) => number;

  /** @param restMs how long a place rests after a task that took so long; its caller does not wait for that */
  constructor(width: number, restMs: (tookMs: number) => number = () => 0) {
    this.#free = width;
    this.#restMs = restMs;
  }

  /** @param lane whoever waits for the same one goes next, because both need the same events. */
  async run<Result>(task: () => Promise<Result>, lane?: number): Promise<Result> {
    if (this.#free > 0) this.#free -= 1;
    else await new Promise<void>((enter) => this.#waiting.push({ lane, enter }));
    const begun = performance.now();
    try {
      return await task();
    } finally {
      const restMs = this.#restMs(performance.now() - begun);
      if (restMs > 0) setTimeout(() => this.#leave(), restMs).unref();
      else this.#leave();
    }
  }

  #leave(): void {
    const next = this.#waiting.shift();
    if (next === undefined) {
      this.#free += 1;
      return;
    }
    if (next.lane !== undefined) {
      const { kin = [], others = [] } = Object.groupBy(this.#waiting, ({ lane }) =>
        lane === next.lane ? 'kin' : 'others',
      );
      this.#waiting = [...kin, ...others];
    }
    next.enter();
  }
}
