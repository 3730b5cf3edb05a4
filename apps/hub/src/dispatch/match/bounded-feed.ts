import type { LaneFeed } from '../../bus/lane-feed.ts';
import type { SubscriptionRules } from './subscription-rules.ts';

/** What one batch of the matcher makes at the most; all lanes may make theirs at the same time: some tens of MB. */
const maxDeliveries = 10_000;

/**
 * Cuts what is read at once by how many subscriptions its events may go to: a thousand events for ten thousand
 * subscriptions would be ten million deliveries in memory. One event goes as a whole.
 */
export function boundedFeed(
  feed: Pick<LaneFeed, 'read'>,
  rules: SubscriptionRules,
  atMost: number = maxDeliveries,
): Pick<LaneFeed, 'read'> {
  return {
    async read(lane, afterOffset, limit) {
      const events = await feed.read(lane, afterOffset, limit);
      const { rulesFor } = await rules.current();
      let deliveries = 0;
      const end = events.findIndex(({ event }) => {
        deliveries += rulesFor(event.event_type).length;
        return deliveries > atMost;
      });
      return end === -1 ? events : events.slice(0, Math.max(1, end));
    },
  };
}
