import type { Sql } from '@activity-hub/db/postgres/client';
import { claimSubscriptions } from '@activity-hub/db/subscriptions/claim-subscriptions';
import { disownSubscriptions } from '@activity-hub/db/subscriptions/disown-subscriptions';
import { readLiveOwners } from '@activity-hub/db/subscriptions/live-owners';
import { resumeOwner } from '@activity-hub/db/subscriptions/resume-owner';
import { shareOf } from './share-of.ts';

/** How often it is looked who lives: what was of one that is gone two looks long is taken over. */
const lookMs = 500;

export interface OwnershipOptions {
  /** Unique to this process. */
  readonly owner: string;
  /** A session of its own: the process counts as dead as soon as it ends. */
  readonly connect: (onLost: () => void) => Sql;
  /** Nothing belongs to this process any longer: it must not begin to send anything. */
  readonly onLost: () => void;
}

/**
 * Which subscriptions this process sends for: its even share of all, each of one process at a time. What is too much is
 * given up once nothing of it is under way, so that nothing is sent twice by it.
 *
 *   nobody's ──► owned ──► leaving ──► nobody's          owned ──► nobody's, when the session ends
 *                  ▲ ◄──────── │
 */
export class Ownership {
  readonly #options: OwnershipOptions;
  readonly #session: Sql;
  #owned = new Set<string>();
  #leaving = new Set<string>();
  #wanted: ReadonlySet<string> = new Set();
  /** Who lived at the last look: a session may break and come back. */
  #seen: readonly number[] = [];
  #lookAt = 0;

  constructor(options: OwnershipOptions) {
    this.#options = options;
    this.#session = options.connect(() => {
      this.#owned = new Set();
      this.#leaving = new Set();
      this.#lookAt = 0;
      options.onLost();
    });
  }

  /** Whether this process may begin to send for a subscription. */
  has(subscriptionId: string): boolean {
    return this.#owned.has(subscriptionId) && !this.#leaving.has(subscriptionId);
  }

  /** @param isIdle whether nothing of a subscription is under way */
  async look(wanted: readonly string[], isIdle: (subscriptionId: string) => boolean): Promise<void> {
    const isDue = Date.now() >= this.#lookAt;
    if (!isDue && wanted.every((id) => this.#wanted.has(id))) return;
    const { now, mine } = await this.#lookAround();
    const seen = [...new Set([...now, ...this.#seen])];
    this.#wanted = new Set(wanted);
    await this.#giveUp([...this.#leaving].filter(isIdle));
    const share = mine === undefined ? 0 : shareOf(wanted.length, seen, mine);
    this.#leaving = tooMuch(this.#owned, this.#wanted, share, (id) => (this.#leaving.has(id) ? 0 : isIdle(id) ? 1 : 2));
    const room = share - (this.#owned.size - this.#leaving.size);
    const ids = room > 0 ? wanted.filter((id) => !this.#owned.has(id)) : [];
    if (ids.length > 0) await this.#claim(ids, seen, room);
    if (!isDue) return;
    this.#seen = now;
    this.#lookAt = Date.now() + lookMs;
  }

  /** Others need not wait until the session is gone. */
  async stop(): Promise<void> {
    try {
      await disownSubscriptions(this.#session, this.#options.owner, [...this.#owned]);
    } finally {
      await this.#session.end({ timeout: 1 });
    }
  }

  async #lookAround(): Promise<{ readonly now: readonly number[]; readonly mine: number | undefined }> {
    let owners = await readLiveOwners(this.#session);
    if (!owners.some(({ here }) => here)) {
      this.#owned = new Set(await resumeOwner(this.#session, this.#options.owner));
      owners = await readLiveOwners(this.#session);
    }
    return { now: owners.map(({ key }) => key), mine: owners.find(({ here }) => here)?.key };
  }

  async #giveUp(ids: readonly string[]): Promise<void> {
    await disownSubscriptions(this.#session, this.#options.owner, ids);
    for (const id of ids) {
      this.#owned.delete(id);
      this.#leaving.delete(id);
    }
  }

  async #claim(ids: readonly string[], spared: readonly number[], atMost: number): Promise<void> {
    const { owner } = this.#options;
    for (const id of await claimSubscriptions(this.#session, { owner, ids, spared, atMost })) this.#owned.add(id);
  }
}

/** What nobody wants any longer, and what is above the share: those with the lowest rank. */
function tooMuch(
  owned: ReadonlySet<string>,
  wanted: ReadonlySet<string>,
  share: number,
  rankOf: (id: string) => number,
): Set<string> {
  const kept = [...owned].filter((id) => wanted.has(id));
  const surplus = kept
    .map((id) => ({ id, rank: rankOf(id) }))
    .toSorted((one, other) => one.rank - other.rank)
    .slice(0, Math.max(0, kept.length - share));
  return new Set([...[...owned].filter((id) => !wanted.has(id)), ...surplus.map(({ id }) => id)]);
}
