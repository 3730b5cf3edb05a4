import { TopicIndex } from '@activity-hub/contracts/filter/topic-index';
import type { ChangedSubscriptions } from '@activity-hub/db/subscriptions/read-changed-subscriptions';
import type { SubscriptionRow } from '@activity-hub/db/subscriptions/subscription-row';
import { type SubscriptionRule, subscriptionRule } from './subscription-rule.ts';

/** The subscriptions as they were at an epoch. */
export interface RuleSet {
  readonly epoch: number;
  readonly rules: ReadonlyMap<string, SubscriptionRule>;
  readonly rows: ReadonlyMap<string, SubscriptionRow>;
  /** Those whose topics cover an event type, each once. */
  readonly rulesFor: (eventType: string) => readonly SubscriptionRule[];
}

export interface RuleSource {
  changedAfter(epoch: number): Promise<ChangedSubscriptions>;
}

/** The subscriptions in memory, brought up to date by what changed since. */
export class SubscriptionRules {
  readonly #source: RuleSource;
  #set: RuleSet = { epoch: -1, rules: new Map(), rows: new Map(), rulesFor: () => [] };
  #stale = true;
  #refreshing: Promise<RuleSet> | undefined;

  constructor(source: RuleSource) {
    this.#source = source;
  }

  /** There may be a change: the next one who asks looks. */
  outdate(): void {
    this.#stale = true;
  }

  async current(): Promise<RuleSet> {
    if (!this.#stale) return this.#set;
    this.#refreshing ??= this.#refresh().finally(() => {
      this.#refreshing = undefined;
    });
    return await this.#refreshing;
  }

  async #refresh(): Promise<RuleSet> {
    // Before the look, so that a change during it is not missed.
    this.#stale = false;
    try {
      const { epoch, rows: changed, lanes } = await this.#source.changedAfter(this.#set.epoch);
      if (epoch === this.#set.epoch) return this.#set;
      this.#set = updated(this.#set, epoch, changed, lanes);
      return this.#set;
    } catch (error) {
      this.#stale = true;
      throw error;
    }
  }
}

function updated(
  known: RuleSet,
  epoch: number,
  changed: readonly SubscriptionRow[],
  lanes: ChangedSubscriptions['lanes'],
): RuleSet {
  const rules = new Map(known.rules);
  const rows = new Map(known.rows);
  const lanesOf = Map.groupBy(lanes, (lane) => lane.subscription_id);
  for (const row of changed) {
    const { subscription_id: id } = row;
    rules.delete(id);
    rows.delete(id);
    if (row.removed) continue;
    rows.set(id, row);
    rules.set(id, subscriptionRule(row, lanesOf.get(id) ?? []));
  }
  const entries = [...rules.values()].flatMap((rule) => rule.topics.map((topic) => [topic, rule] as const));
  return { epoch, rules, rows, rulesFor: coveringRules(new TopicIndex(entries)) };
}

/** Two topics of one subscription may cover the same type. */
function coveringRules(index: TopicIndex<SubscriptionRule>): RuleSet['rulesFor'] {
  const distinct = new WeakMap<readonly SubscriptionRule[], readonly SubscriptionRule[]>();
  return (eventType) => {
    const found = index.find(eventType);
    const known = distinct.get(found) ?? [...new Set(found)];
    distinct.set(found, known);
    return known;
  };
}
