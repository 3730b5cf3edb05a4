/** Over so long, or the time between two looks, growth is measured. */
const measuredMs = 500;
/** Whoever recorded so lately is taken to go on: single events have gaps between them. */
const quietAfterMs = 2_000;

interface Look {
  readonly atMs: number;
  readonly events: number;
}

/** How fast the log grows. Whoever records may wait for the same processors, so it is noticed at once, and forgotten late. */
export class LogGrowth {
  #perSecond = 0;
  #measured: Look | undefined;
  /** Where growth was seen last. */
  #last: Look | undefined;

  /** Events in a second, lately and as far as known. */
  get perSecond(): number {
    return this.#perSecond;
  }

  /** @param events how many were recorded in all */
  look(now: Look): void {
    // The first look finds what was there before.
    this.#measured ??= now;
    this.#last ??= now;
    const grown = now.events - this.#measured.events;
    const passedMs = now.atMs - this.#measured.atMs;
    if (now.events > this.#last.events) this.#last = now;
    const isMeasured = passedMs >= measuredMs;
    // The first events after a silence are so many over an unknown time: the least that they can mean.
    if (grown > 0 && (isMeasured || this.#perSecond === 0))
      this.#perSecond = (grown * 1_000) / Math.max(passedMs, measuredMs);
    else if (isMeasured && now.atMs - this.#last.atMs > quietAfterMs) this.#perSecond = 0;
    if (isMeasured) this.#measured = now;
  }
}
