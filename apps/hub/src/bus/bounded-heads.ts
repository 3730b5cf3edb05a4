import { pause } from './backoff.ts';
import type { Heads } from './heads.ts';

export interface BoundedHeadsOptions {
  readonly heads: Heads;
  /** How far it may go, by lane; undefined: from now on to the end. */
  readonly readBound: () => Promise<readonly number[] | undefined>;
  readonly pollMs: number;
}

/**
 * Heads that are no further than something else allows. Of a shadow: than the live revision stands, so that both can be
 * compared at the same place, and nothing is lost between the two when one takes over from the other.
 */
export class BoundedHeads implements Heads {
  readonly #options: BoundedHeadsOptions;
  #bound: readonly number[] | undefined = [];
  #readAt = 0;
  #reading: Promise<void> | undefined;

  constructor(options: BoundedHeadsOptions) {
    this.#options = options;
  }

  of(lane: number): number {
    const head = this.#options.heads.of(lane);
    return this.#bound === undefined ? head : Math.min(head, this.#bound[lane] ?? 0);
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
      if (this.#bound === undefined) return await this.#options.heads.beyond(lane, offset, until - Date.now(), signal);
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
