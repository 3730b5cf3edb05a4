import type { ConvoyMember } from './convoy.ts';
import type { LaneFeed } from './lane-feed.ts';

/** What several read; one that keeps nothing has nothing to let go of. */
export type SharedFeed = Pick<LaneFeed, 'read'> & Partial<Pick<LaneFeed, 'letGo'>>;

/**
 * Reads a stretch only when the others of the convoy have begun the one before, so that the feed still has it for them.
 * What all have behind them is let go of: events that outlive a collection of garbage are copied by it.
 */
export function inStep(feed: SharedFeed, { abreast }: Pick<ConvoyMember, 'abreast'>): Pick<LaneFeed, 'read'> {
  return {
    async read(lane, after, limit) {
      const passed = await abreast(after);
      feed.letGo?.(lane, passed);
      return await feed.read(lane, after, limit);
    },
  };
}
