/** A bucket that fills evenly with time and holds what a second brings: so a rate has no bursts beyond that. */
export class Pace {
  readonly #perSecond: number;
  readonly #now: () => number;
  #left: number;
  #at: number;

  constructor(perSecond: number, now: () => number) {
    this.#perSecond = perSecond;
    this.#now = now;
    this.#left = perSecond;
    this.#at = now();
  }

  /** How many may go now. */
  room(): number {
    const now = this.#now();
    this.#left = Math.min(this.#perSecond, this.#left + ((now - this.#at) / 1000) * this.#perSecond);
    this.#at = now;
    return Math.floor(this.#left);
  }

  take(count: number): void {
    this.#left -= count;
  }
}
