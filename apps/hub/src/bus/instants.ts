import { pause } from './backoff.ts';

/**
 * Wakes all who wait for the same instant in the same turn. Timers of their own went off in several, and what was then
 * asked for in the first turn of them became a statement of its own.
 */
export class Instants {
  readonly #stop: AbortSignal;
  readonly #waits = new Map<number, Promise<void>>();

  constructor(stop: AbortSignal) {
    this.#stop = stop;
  }

  /** Resolves at an instant, of the wall clock in whole milliseconds, or at a stop. */
  async until(instantMs: number): Promise<void> {
    const left = instantMs - Date.now();
    if (left <= 0) return;
    const wait = this.#waits.get(instantMs) ?? pause(left, this.#stop).finally(() => this.#waits.delete(instantMs));
    this.#waits.set(instantMs, wait);
    await wait;
  }
}
