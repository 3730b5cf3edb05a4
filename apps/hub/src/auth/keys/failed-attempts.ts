import { createHash } from 'node:crypto';
import { HubError } from '@activity-hub/contracts/errors';
import { LRUCache } from 'lru-cache';
import { RateWindows } from './rate-windows.ts';

const perMinute = { points: 30, seconds: 60 };
const maxAddresses = 10_000;
const maxRemembered = 10_000;
const rememberedForMs = 60_000;

/**
 * Wrong credentials by address. The same wrong credential counts once a minute: behind a proxy, or on one machine,
 * a single program with an old key in its settings would otherwise lock out everybody beside it.
 */
export class FailedAttempts {
  readonly #now: () => number;
  readonly #windows = new RateWindows(maxAddresses);
  readonly #blockedUntil = new LRUCache<string, number>({ max: maxAddresses });
  readonly #counted = new LRUCache<string, number>({ max: maxRemembered });

  constructor(now: () => number) {
    this.#now = now;
  }

  /** @throws HubError rate_limited when the address has failed too often */
  demandRoom(address: string): void {
    const until = this.#blockedUntil.get(address) ?? 0;
    if (until > this.#now()) throw tooOften(Math.ceil((until - this.#now()) / 1_000));
  }

  /** @throws HubError rate_limited */
  async count(address: string, credential: string): Promise<void> {
    const now = this.#now();
    // By digest: what was sent may be a real secret with a slip in it, and is not kept.
    const name = createHash('sha256').update(address).update('\0').update(credential).digest('base64');
    const countedAt = this.#counted.get(name);
    if (countedAt !== undefined && now - countedAt < rememberedForMs) return;
    const seconds = await this.#windows.take(address, perMinute, 1);
    if (seconds === undefined) {
      this.#counted.set(name, now);
      return;
    }
    this.#blockedUntil.set(address, now + seconds * 1_000);
    throw tooOften(seconds);
  }
}

function tooOften(seconds: number): HubError {
  const detail = `Too many failed attempts from this address. Correct the key and try again in ${seconds} s.`;
  return new HubError('rate_limited', detail, { retryAfterSeconds: seconds });
}
