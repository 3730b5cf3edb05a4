import type { JsonObject } from '../event.ts';
import type { AnyAggregator, Explainable } from './aggregator.ts';
import { foldGroup } from './fold-group.ts';
import type { FoldRequest } from './program.ts';

/** What one event gave to the amount of a state. */
export interface EventContribution {
  readonly event_id: string;
  readonly event_type: string;
  readonly timestamp: string;
  readonly weight: number | null;
  readonly contribution: number;
  readonly after: number;
}

/** Amounts have few decimals; the difference of two doubles leaves dust behind. */
const parts = 1_000_000;
const rounded = (amount: number): number => Math.round(amount * parts) / parts;

/**
 * Says what every event gave to the amount: the fold itself, one event at a time, and the difference of the amounts
 * before and after. So the contributions add up to the amount of the state, whatever the aggregator does.
 */
export function explainGroup(
  aggregator: AnyAggregator & Explainable<unknown, JsonObject>,
  config: unknown,
  request: Omit<FoldRequest, 'state' | 'until'>,
): readonly EventContribution[] {
  let state: JsonObject | null = null;
  let before = aggregator.amountOf(aggregator.initialState(config), config);
  return request.events.map((event) => {
    const answer = foldGroup(aggregator, config, { ...request, state, events: [event], until: null });
    state = answer.state;
    const after = state === null ? before : aggregator.amountOf(state, config);
    const contribution = rounded(after - before);
    before = after;
    const { event_id, event_type, timestamp } = event;
    const weight = aggregator.weightOf?.(event, config) ?? null;
    return { event_id, event_type, timestamp, weight, contribution, after: rounded(after) };
  });
}
