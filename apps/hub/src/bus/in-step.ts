import type { ConvoyMember } from './convoy.ts';
import type { LaneFeed } from './lane-feed.ts';

/** Reads a stretch only when the others of the convoy have begun the one before, so that the feed still has it for them. */
export function inStep(
  feed: Pick<LaneFeed, 'read'>,
  { abreast }: Pick<ConvoyMember, 'abreast'>,
): Pick<LaneFeed, 'read'> {
  return {
    async read(lane, after, limit) {
      await abreast(after);
      return await feed.read(lane, after, limit);
    },
  };
}
