import { LRUCache } from 'lru-cache';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';

/** So many points in so many seconds: no more, on average, and all of them at once if wanted. */
export interface Rate {
  readonly points: number;
  readonly seconds: number;
}

interface Window {
  readonly rate: Rate;
  readonly limiter: RateLimiterMemory;
}

/** The limiter keeps one counter for each of its keys; here each has one key. */
const only = '';

/**
 * Fixed windows, one for each name, in the memory of this process: two processes grant twice the rate. They are
 * kept for the names seen last, because the store of the library grows with every name it ever hears in a window.
 */
export class RateWindows {
  readonly #windows: LRUCache<string, Window>;

  constructor(maxNames: number) {
    this.#windows = new LRUCache({ max: maxNames });
  }

  /** @returns undefined when the points were taken, else the seconds until the window is over; then none were */
  async take(name: string, rate: Rate, points: number): Promise<number | undefined> {
    const { limiter } = this.#windowOf(name, rate);
    try {
      await limiter.consume(only, points);
      return undefined;
    } catch (refusal) {
      if (!(refusal instanceof RateLimiterRes)) throw refusal;
      // The library counts what it refuses: one batch that is too large would close the window for the small ones.
      await limiter.reward(only, points);
      return Math.max(1, Math.ceil(refusal.msBeforeNext / 1_000));
    }
  }

  #windowOf(name: string, rate: Rate): Window {
    const known = this.#windows.get(name);
    if (known !== undefined && known.rate.points === rate.points && known.rate.seconds === rate.seconds) return known;
    const window = { rate, limiter: new RateLimiterMemory({ points: rate.points, duration: rate.seconds }) };
    this.#windows.set(name, window);
    return window;
  }
}
