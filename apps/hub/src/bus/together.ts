import { Grouped } from './grouped.ts';
import type { LaneFeed } from './lane-feed.ts';

type Read = LaneFeed['read'];

/**
 * Reads for the lanes of one consumer: those that ask in the same turn have their events in the same turn, also those whose
 * events the feed has already. What they do next is then done together too.
 */
export function together(feed: Pick<LaneFeed, 'read'>): Pick<LaneFeed, 'read'> {
  const reads = new Grouped<Parameters<Read>, Awaited<ReturnType<Read>>>({
    run: (asks) => Promise.all(asks.map((ask) => feed.read(...ask))),
  });
  return { read: (...ask) => reads.call(ask) };
}
