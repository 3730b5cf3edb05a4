import fc from 'fast-check';
import { expect, it } from 'vitest';
import { boundedFeed } from './bounded-feed.ts';
import { SubscriptionRules } from './subscription-rules.ts';
import { laneEventFixture, subscriptionRowFixture } from './testing/rule-fixture.ts';

const numbered = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;

it('reads at most as much as makes so many deliveries, at least one event, and loses none', async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat(30), fc.array(fc.boolean(), { maxLength: 60 }), async (subscriptions, wanted) => {
      const rows = Array.from({ length: subscriptions }, (_, n) =>
        subscriptionRowFixture({ subscription_id: numbered(n) }),
      );
      const rules = new SubscriptionRules({ changedAfter: async () => ({ epoch: 1, rows, lanes: [] }) });
      const log = wanted.map((isWanted, n) =>
        laneEventFixture(n + 1, isWanted ? 'activity.learning.started' : 'lms.idle'),
      );
      const whole = { read: async (_: number, after: number, limit: number) => log.slice(after, after + limit) };
      const feed = boundedFeed(whole, rules, 40);
      const seen = [];
      for (let after = 0; after < log.length; ) {
        const events = await feed.read(0, after, 25);
        const deliveries = events.filter(({ event }) => event.event_type !== 'lms.idle').length * subscriptions;
        if (events.length > 1) expect(deliveries).toBeLessThanOrEqual(40);
        expect(events.length).toBeGreaterThan(0);
        seen.push(...events);
        after = events.at(-1)?.offset ?? log.length;
      }
      expect(seen).toEqual(log);
    }),
  );
});
