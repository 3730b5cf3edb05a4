const failuresToOpen = 3;
const openMs = 10_000;

/** After some failures in a row nothing is asked for a while; then one success or failure decides anew. */
export class CircuitBreaker {
  readonly #now: () => number;
  #failures = 0;
  #openUntil = 0;

  constructor(now: () => number) {
    this.#now = now;
  }

  get isOpen(): boolean {
    return this.#now() < this.#openUntil;
  }

  succeeded(): void {
    this.#failures = 0;
  }

  /** @returns whether this failure opened it */
  failed(): boolean {
    this.#failures += 1;
    if (this.#failures < failuresToOpen) return false;
    this.#openUntil = this.#now() + openMs;
    return this.#failures === failuresToOpen;
  }
}
