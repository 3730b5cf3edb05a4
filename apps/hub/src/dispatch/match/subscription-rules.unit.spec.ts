import type { ChangedSubscriptions } from '@activity-hub/db/subscriptions/read-changed-subscriptions';
import type { SubscriptionRow } from '@activity-hub/db/subscriptions/subscription-row';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SubscriptionRules } from './subscription-rules.ts';
import { subscriptionRowFixture } from './testing/rule-fixture.ts';

const numbered = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;

/** The table of subscriptions as a database would answer. */
function table() {
  const rows = new Map<string, SubscriptionRow>();
  let epoch = 0;
  return {
    asked: [] as number[],
    set(n: number, over: Partial<SubscriptionRow> = {}): void {
      epoch += 1;
      const id = numbered(n);
      const known = rows.get(id) ?? subscriptionRowFixture({ subscription_id: id });
      rows.set(id, { ...known, ...over, epoch });
    },
    live: () => [...rows.values()].filter(({ removed }) => !removed),
    async changedAfter(after: number): Promise<ChangedSubscriptions> {
      this.asked.push(after);
      const changed = [...rows.values()].filter((row) => row.epoch > after);
      const lanes = changed
        .filter(({ removed }) => !removed)
        .map(({ subscription_id, epoch: at }) => ({ subscription_id, lane: 0, offset: at, joined: true }));
      return { epoch, rows: changed, lanes };
    },
  };
}

describe('the rules', () => {
  it('are asked for once, however many ask, and again only after a hint', async () => {
    const source = table();
    source.set(1);
    const rules = new SubscriptionRules(source);
    const [first, second] = await Promise.all([rules.current(), rules.current()]);
    expect(second).toBe(first);
    expect(await rules.current()).toBe(first);
    expect(source.asked).toEqual([-1]);
    rules.outdate();
    expect(await rules.current()).toBe(first);
    expect(source.asked).toEqual([-1, 1]);
  });

  it('look again when a hint came during a look', async () => {
    const source = table();
    const rules = new SubscriptionRules(source);
    const looking = rules.current();
    rules.outdate();
    source.set(1);
    await looking;
    expect([...(await rules.current()).rules.keys()]).toEqual([numbered(1)]);
  });

  it('stay as they were when a look fails, and look again', async () => {
    const source = table();
    source.set(1);
    let fails = true;
    const rules = new SubscriptionRules({
      changedAfter: (epoch) => (fails ? Promise.reject(new Error('away')) : source.changedAfter(epoch)),
    });
    await expect(rules.current()).rejects.toThrow('away');
    fails = false;
    expect((await rules.current()).rules.size).toBe(1);
  });

  it('take a change of where a subscription stands alone, and forget what was removed', async () => {
    const source = table();
    source.set(1);
    source.set(2, { topics: ['activity.game.*', 'activity.game.won'] });
    const rules = new SubscriptionRules(source);
    const before = await rules.current();
    expect(before.rulesFor('activity.game.won').map((rule) => rule.subscription_id)).toEqual([numbered(2)]);
    source.set(2);
    source.set(1, { removed: true });
    rules.outdate();
    const after = await rules.current();
    expect(after.rulesFor('activity.game.won').map((rule) => rule.after[0])).toEqual([3]);
    expect(after.rulesFor('activity.learning.completed')).toEqual([]);
    expect([...after.rows.keys()]).toEqual([numbered(2)]);
    // Whoever still works with the old ones keeps them as they were.
    expect(before.rulesFor('activity.learning.completed')).toHaveLength(1);
  });

  it('judge an event once for all that have the same filter', async () => {
    const source = table();
    for (const n of [1, 2, 3]) source.set(n, { filter: n === 3 ? 'true' : 'event.payload.score > 1' });
    const rules = new SubscriptionRules(source);
    await rules.current();
    source.set(4, { filter: 'event.payload.score > 1' });
    rules.outdate();
    const judges = [...(await rules.current()).rules.values()].map(({ judge }) => judge);
    expect(new Set(judges).size).toBe(2);
    expect(judges[3]).toBe(judges[0]);
  });

  it('are by any way of changes what they would be from the start', async () => {
    const types = ['activity.learning.completed', 'activity.learning.started', 'activity.game.won'];
    const topics = fc.uniqueArray(fc.constantFrom('activity.**', 'activity.learning.*', ...types), {
      minLength: 1,
      maxLength: 3,
    });
    const step = fc.record({ n: fc.nat(5), topics: fc.option(topics), removed: fc.boolean(), looks: fc.boolean() });
    const seen = async (rules: SubscriptionRules) => {
      const { rulesFor, epoch } = await rules.current();
      const told = types.map((type) =>
        rulesFor(type)
          .map((rule) => `${rule.subscription_id} ${rule.after[0]} ${rule.topics.join()}`)
          .toSorted(),
      );
      return { epoch, told };
    };
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 15 }), async (steps) => {
        const source = table();
        const rules = new SubscriptionRules(source);
        for (const { n, topics: list, removed, looks } of steps) {
          source.set(n, { ...(list === null ? {} : { topics: list }), removed });
          rules.outdate();
          if (looks) expect(await seen(rules)).toEqual(await seen(new SubscriptionRules(source)));
        }
        rules.outdate();
        expect(await seen(rules)).toEqual(await seen(new SubscriptionRules(source)));
      }),
    );
  });
});
