import { pause } from './backoff.ts';
import type { Heads } from './heads.ts';

export interface BoundedHeadsOptions {
  readonly heads: Heads;
  /** How far the other one is, by lane. */
  readonly readBound: () => Promise<readonly number[]>;
  readonly pollMs: number;
}

/**
 * The heads of a shadow: never further than the live revision stands, so that both can be compared at the same
 * place, and nothing is lost between the two when one takes over from the other.
 */
export class BoundedHeads implements Heads {
  readonly #options: BoundedHeadsOptions;
  #bound: readonly number[] = [];
  #readAt = 0;
  #reading: Promise<void> | undefined;

  constructor(options: BoundedHeadsOptions) {
    this.#options = options;
  }

  of(lane: number): number {
    return Math.min(this.#options.heads.of(lane), this.#bound[lane] ?? 0);
  }

  async refresh(): Promise<void> {
    await this.#options.heads.refresh();
    this.#bound = await this.#options.readBound();
    this.#readAt = Date.now();
  }

  nudge(): void {
    this.#options.heads.nudge();
  }

  async beyond(lane: number, offset: number, timeoutMs: number, signal: AbortSignal): Promise<void> {
    const until = Date.now() + timeoutMs;
    while (this.of(lane) <= offset && Date.now() < until && !signal.aborted) {
      await pause(Math.min(this.#options.pollMs, Math.max(0, until - Date.now())), signal);
      await this.#look();
    }
  }

  /** All lanes wait for the same look. */
  async #look(): Promise<void> {
    if (Date.now() - this.#readAt < this.#options.pollMs / 2) return;
    this.#reading ??= this.refresh().finally(() => {
      this.#reading = undefined;
    });
    await this.#reading;
  }
}
