import type { LaneEvent } from '@activity-hub/db/event-store/event-store';
import {
  type BatchEffects,
  type BatchPlace,
  type LaneBatch,
  type LaneProcessor,
  noEffects,
} from '../../bus/lane-processor.ts';
import { SingleStretch } from '../../bus/single-stretch.ts';
import { matcherRef } from '../matcher-ref.ts';
import { matchStretch } from './match-stretch.ts';
import type { SubscriptionRules } from './subscription-rules.ts';

/** Matches the log at its head for all subscriptions that are not behind it. */
export class MatchingProcessor implements LaneProcessor {
  readonly ref = matcherRef;
  readonly deadlines = false;
  readonly #rules: SubscriptionRules;

  constructor(rules: SubscriptionRules) {
    this.#rules = rules;
  }

  begin({ lane }: BatchPlace): LaneBatch {
    return new SingleStretch((events) => this.#match(lane, events));
  }

  async #match(lane: number, events: readonly LaneEvent[]): Promise<BatchEffects> {
    const { epoch, rulesFor } = await this.#rules.current();
    const stretch = matchStretch(
      events,
      rulesFor,
      (rule, offset) => offset > (rule.after[lane] ?? Number.POSITIVE_INFINITY),
    );
    return { ...noEffects, matched: { epoch, stretch } };
  }

  async fireDue(): Promise<undefined> {
    return undefined;
  }

  /** A subscription changed meanwhile, or another hub matched: look at both again. */
  forget(): void {
    this.#rules.outdate();
  }
}
