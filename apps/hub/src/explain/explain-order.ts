import type {
  AggregateContribution,
  RunningTotal,
  TimePassed,
} from '@activity-hub/contracts/activity/aggregate-explanation';
import type { JsonObject, RecordedEvent } from '@activity-hub/contracts/event';
import type { OutlinedEvent } from '@activity-hub/contracts/event-outline';
import type { OccurredAt } from '@activity-hub/contracts/occurred-order';
import type { Window } from '@activity-hub/contracts/plugin/aggregator';

/** Of one order or answer; both are lines. */
export const maxLineBytes = 64 * 1024 * 1024;

/** How far a fold is: what the next stretch begins with. */
export interface FoldPoint {
  readonly state: JsonObject | null;
  readonly view: JsonObject | null;
  /** Events folded until here. */
  readonly events: number;
}

export const nothingFolded: FoldPoint = { state: null, view: null, events: 0 };

/** Which events are told one by one: at most `left`, strictly between two places. */
export interface ToldPart {
  readonly after: OccurredAt | null;
  readonly before: OccurredAt | null;
  readonly left: number;
}

export const nothingTold: ToldPart = { after: null, before: null, left: 0 };

export interface ExplainedPluginRef {
  readonly plugin_id: string;
  readonly version: string;
  readonly config: JsonObject;
}

/** A stretch of a key's history to be folded, in order of occurrence. */
export interface ExplainOrder extends ExplainedPluginRef {
  readonly key: string;
  readonly window: Window;
  readonly lane: number;
  readonly from: FoldPoint;
  /** Outlines where the aggregator looks at nothing else. */
  readonly events: readonly (RecordedEvent | OutlinedEvent)[];
  readonly told: ToldPart;
  /** At the end of the history: deadlines at or before it have fired. */
  readonly until: string | null;
  /** Events that count no more: which of them belonged to the key? */
  readonly taken_back: readonly RecordedEvent[];
}

/** What the events of one type gave. */
export interface TypeTotal {
  readonly event_type: string;
  readonly events: number;
  readonly weight: number | null;
  readonly contribution: number | null;
}

export interface ExplainedStretch {
  readonly to: FoldPoint;
  readonly total: RunningTotal;
  readonly types: readonly TypeTotal[];
  readonly items: readonly AggregateContribution[];
  /** Before the first and after the last of the items; null where there are none. */
  readonly around: { readonly before: RunningTotal; readonly after: RunningTotal } | null;
  readonly time_passed: TimePassed | null;
  /** Ids of those that belonged to the key. */
  readonly taken_back: readonly string[];
}

/** Why the plugin cannot explain, as a sentence. */
export interface ExplainRefusal {
  readonly refusal: string;
}
