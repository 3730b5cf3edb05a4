import { HubError } from '@activity-hub/contracts/errors';
import type { KeyRow } from '@activity-hub/db/keys/key-row';
import { LRUCache } from 'lru-cache';

export type ReadKey = (keyId: string) => Promise<KeyRow | undefined>;

export interface KnownKeysOptions {
  readonly read: ReadKey;
  readonly now: () => number;
}

/** A change is announced; this bounds what a lost announcement can do. */
const believedForMs = 5_000;
/** A key in use is read again this early and beside the request, so that none waits for it. */
const refreshedAfterMs = 2_500;
/** A made-up id is looked for once; a key that is made announces itself. */
const absentForMs = 60_000;
const maxKeys = 10_000;
/** Whoever sends made-up ids as fast as they can gets 503 and not a queue in memory. */
const maxReads = 256;
const readTimeoutMs = 3_000;

interface Known {
  readonly key: KeyRow;
  readonly readAt: number;
}

/**
 * The keys of the database, remembered for five seconds at most. What the database cannot be asked about is
 * not believed longer: without a database nobody is let in.
 */
export class KnownKeys {
  readonly #options: KnownKeysOptions;
  readonly #known = new LRUCache<string, Known>({ max: maxKeys });
  /** Apart from the others, so that made-up ids push no real key out. */
  readonly #absent: LRUCache<string, number>;
  readonly #reading = new Map<string, Promise<KeyRow | undefined>>();

  constructor(options: KnownKeysOptions) {
    this.#options = options;
    this.#absent = new LRUCache({ max: maxKeys });
  }

  /**
   * @returns undefined when there is no such key
   * @throws HubError store_unavailable, overloaded, or what the database failed with
   */
  async find(keyId: string): Promise<KeyRow | undefined> {
    const now = this.#options.now();
    const known = this.#known.get(keyId);
    if (known !== undefined && now - known.readAt < believedForMs) {
      if (now - known.readAt > refreshedAfterMs && this.#reading.size < maxReads)
        this.#read(keyId).catch(() => undefined);
      return known.key;
    }
    const absentAt = this.#absent.get(keyId);
    if (absentAt !== undefined && now - absentAt < absentForMs) return undefined;
    return await inTime(this.#read(keyId));
  }

  /** Whether `find` can say something without asking the database about an id it never saw. */
  hasSeen(keyId: string): boolean {
    return this.#known.has(keyId) || this.#absent.has(keyId);
  }

  /** Something about the key has changed. What is being read right now may be older than that. */
  forget(keyId: string): void {
    this.#known.delete(keyId);
    this.#absent.delete(keyId);
    this.#reading.delete(keyId);
  }

  forgetAll(): void {
    this.#known.clear();
    this.#absent.clear();
    this.#reading.clear();
  }

  #read(keyId: string): Promise<KeyRow | undefined> {
    const underWay = this.#reading.get(keyId);
    if (underWay !== undefined) return underWay;
    if (this.#reading.size >= maxReads) {
      throw new HubError('overloaded', 'Too many keys are being looked up. Try again in a second.', {
        retryAfterSeconds: 1,
      });
    }
    const askedAt = this.#options.now();
    const reading = this.#options.read(keyId).then(
      (key) => {
        if (this.#reading.get(keyId) === reading) this.#remember(keyId, key, askedAt);
        return key;
      },
      (failure: unknown) => {
        if (this.#reading.get(keyId) === reading) this.#reading.delete(keyId);
        throw failure;
      },
    );
    this.#reading.set(keyId, reading);
    return reading;
  }

  #remember(keyId: string, key: KeyRow | undefined, askedAt: number): void {
    this.#reading.delete(keyId);
    if (key === undefined) {
      this.#known.delete(keyId);
      this.#absent.set(keyId, askedAt);
    } else this.#known.set(keyId, { key, readAt: askedAt });
  }
}

/** A database that neither answers nor fails must not keep requests. */
async function inTime<Result>(work: Promise<Result>): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(new HubError('store_unavailable', 'The key cannot be checked right now. Try again in a moment.'));
    }, readTimeoutMs);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
