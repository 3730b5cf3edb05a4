import { LRUCache } from 'lru-cache';
import type { KnownIdentity } from './known-identity.ts';

const maxIdentities = 50_000;
/** A new zone or cohort counts for what is recorded from a minute later on. */
const freshMs = 60_000;

/**
 * What a directory answered lately, also that it knows nobody: most events are of few persons. What has
 * grown old is asked for again, and stands until then: a directory that is away takes nothing with it.
 */
export class IdentityCache {
  readonly #known: LRUCache<string, KnownIdentity | 'nobody'>;

  constructor(now: () => number) {
    this.#known = new LRUCache({
      max: maxIdentities,
      ttl: freshMs,
      ttlResolution: 0,
      allowStale: true,
      noDeleteOnStaleGet: true,
      perf: { now },
    });
  }

  /** Whether nothing needs to be asked about the person. */
  isFresh(userId: string): boolean {
    return this.#known.has(userId);
  }

  keep(userId: string, identity: KnownIdentity | undefined): void {
    this.#known.set(userId, identity ?? 'nobody');
  }

  find(userId: string): KnownIdentity | undefined {
    const known = this.#known.get(userId);
    return known === 'nobody' ? undefined : known;
  }
}
