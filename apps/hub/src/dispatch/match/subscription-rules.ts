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
  #topics = new TopicIndex<string>([]);
  #stale = true;
  #looking: Promise<RuleSet> | undefined;

  constructor(source: RuleSource) {
    this.#source = source;
  }

  /** There may be a change: the next one who asks looks. */
  outdate(): void {
    this.#stale = true;
  }

  /** As they are now: a look that had begun before a hint does not answer whoever asks after it. */
  async current(): Promise<RuleSet> {
    if (this.#looking !== undefined) await this.#looking;
    if (this.#looking === undefined && !this.#stale) return this.#set;
    this.#looking ??= this.#refresh().finally(() => {
      this.#looking = undefined;
    });
    return await this.#looking;
  }

  async #refresh(): Promise<RuleSet> {
    // Before the look, so that a change during it is not missed.
    this.#stale = false;
    try {
      const { epoch, rows: changed, lanes } = await this.#source.changedAfter(this.#set.epoch);
      if (epoch === this.#set.epoch) return this.#set;
      const before = this.#set.rules;
      const { rules, rows } = updated(this.#set, changed, lanes);
      // Most changes are of where a subscription stands: ten thousand of them are not sorted again for that.
      const isSorted = changed.every(
        ({ subscription_id: id }) => before.get(id)?.topics.join() === rules.get(id)?.topics.join(),
      );
      if (!isSorted) this.#topics = topicsOf(rules);
      this.#set = { epoch, rules, rows, rulesFor: coveringRules(this.#topics, rules) };
      return this.#set;
    } catch (error) {
      this.#stale = true;
      throw error;
    }
  }
}

function updated(
  known: RuleSet,
  changed: readonly SubscriptionRow[],
  lanes: ChangedSubscriptions['lanes'],
): Pick<RuleSet, 'rules' | 'rows'> {
  const rules = new Map(known.rules);
  const rows = new Map(known.rows);
  const lanesOf = Map.groupBy(lanes, (lane) => lane.subscription_id);
  const judges = new Map([...known.rules.values()].map(({ filterText, judge }) => [filterText, judge]));
  for (const row of changed) {
    const { subscription_id: id } = row;
    rules.delete(id);
    rows.delete(id);
    if (row.removed) continue;
    rows.set(id, row);
    const rule = subscriptionRule(row, lanesOf.get(id) ?? [], judges.get(row.filter));
    judges.set(row.filter, rule.judge);
    rules.set(id, rule);
  }
  return { rules, rows };
}

function topicsOf(rules: RuleSet['rules']): TopicIndex<string> {
  return new TopicIndex([...rules].flatMap(([id, rule]) => rule.topics.map((topic) => [topic, id] as const)));
}

/** Two topics of one subscription may cover the same type. */
function coveringRules(topics: TopicIndex<string>, rules: RuleSet['rules']): RuleSet['rulesFor'] {
  const distinct = new WeakMap<readonly string[], readonly SubscriptionRule[]>();
  return (eventType) => {
    const found = topics.find(eventType);
    const known = distinct.get(found) ?? [...new Set(found)].flatMap((id) => rules.get(id) ?? []);
    distinct.set(found, known);
    return known;
  };
}
