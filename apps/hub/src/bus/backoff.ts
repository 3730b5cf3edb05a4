import { setTimeout as delay } from 'node:timers/promises';

/** Waits, but not longer than the signal lives: a stop never has to sit out a pause. */
export async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  try {
    await delay(milliseconds, undefined, { signal });
  } catch {
    // Aborted: the caller looks at the signal next.
  }
}

/**
 * Growing pauses between attempts, so that a store that is down is not hammered. The jitter keeps the
 * lanes, which all fail at the same instant, from coming back at the same instant.
 */
export class Backoff {
  readonly #firstMs: number;
  readonly #maxMs: number;
  #attempts = 0;

  constructor(firstMs: number, maxMs: number) {
    this.#firstMs = firstMs;
    this.#maxMs = maxMs;
  }

  get attempts(): number {
    return this.#attempts;
  }

  reset(): void {
    this.#attempts = 0;
  }

  async wait(signal: AbortSignal): Promise<void> {
    const full = Math.min(this.#maxMs, this.#firstMs * 2 ** Math.min(this.#attempts, 20));
    this.#attempts += 1;
    await pause(full * (0.5 + Math.random() / 2), signal);
  }
}
