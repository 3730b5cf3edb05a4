import type { Sql } from '@activity-hub/db/postgres/client';
import { LaneFeed, type LaneFeedLimits } from './lane-feed.ts';
import { outlineReads } from './outline-reads.ts';

/** Reads lanes for those to whom outlines are enough, and payloads of some topics. */
export class OutlineFeeds {
  readonly #sql: Sql;
  readonly #limits: LaneFeedLimits;
  #topics: ReadonlySet<string> = new Set();
  #feed: LaneFeed;

  constructor(sql: Sql, limits: LaneFeedLimits) {
    this.#sql = sql;
    this.#limits = limits;
    this.#feed = this.#feedOf(this.#topics);
  }

  /**
   * One that has the payloads of these topics, and of those that were asked for before: whoever goes together reads the same. What
   * another one keeps lacks the new ones, so it is left to those who are still at it.
   */
  with(topics: readonly string[]): LaneFeed {
    if (topics.some((topic) => !this.#topics.has(topic))) {
      this.#topics = new Set([...this.#topics, ...topics]);
      this.#feed = this.#feedOf(this.#topics);
    }
    return this.#feed;
  }

  #feedOf(topics: ReadonlySet<string>): LaneFeed {
    return new LaneFeed(outlineReads(this.#sql, [...topics]), this.#limits);
  }
}
