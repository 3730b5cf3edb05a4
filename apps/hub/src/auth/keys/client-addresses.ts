import { LRUCache } from 'lru-cache';

const hourMs = 3_600_000;
/** Keys in use at one time; each remembers no more addresses than its limit. */
const maxKeys = 2_000;

interface Places {
  /** When each address was seen last. */
  readonly seen: Map<string, number>;
  refusedAt: number | undefined;
}

export type Admission = 'admitted' | 'refused' | 'refused-first';

/**
 * From how many addresses each key was used within the last hour. Addresses that are known go on working when a
 * leaked key turns up in another place; in the memory of this process, so two processes grant twice the number.
 */
export class ClientAddresses {
  readonly #now: () => number;
  readonly #places = new LRUCache<string, Places>({ max: maxKeys });

  constructor(now: () => number) {
    this.#now = now;
  }

  /** `refused-first`: for the first time within an hour, and so worth an entry in the audit. */
  note(keyId: string, address: string, limit: number): Admission {
    const now = this.#now();
    const places = this.#placesOf(keyId);
    if (!places.seen.has(address) && places.seen.size >= limit) {
      for (const [known, at] of places.seen) if (now - at >= hourMs) places.seen.delete(known);
      if (places.seen.size >= limit) {
        const isFirst = places.refusedAt === undefined || now - places.refusedAt >= hourMs;
        if (isFirst) places.refusedAt = now;
        return isFirst ? 'refused-first' : 'refused';
      }
    }
    places.seen.set(address, now);
    return 'admitted';
  }

  #placesOf(keyId: string): Places {
    const known = this.#places.get(keyId);
    if (known !== undefined) return known;
    const places: Places = { seen: new Map(), refusedAt: undefined };
    this.#places.set(keyId, places);
    return places;
  }
}
