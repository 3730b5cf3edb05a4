import type { RecordedEvent } from '@activity-hub/contracts/event';
import type { OccurredAt } from '@activity-hub/contracts/occurred-order';
import type { Window } from '@activity-hub/contracts/plugin/aggregator';
import type { ProcessorRef } from '@activity-hub/db/checkpoints/consumer-store';
import type { OwnDerived } from '@activity-hub/db/key-history/read-own-derived';

/** Which history a state was folded from. */
export interface HistoryQuery {
  readonly key: string;
  /** Whose stream it is; the session's where an event has no user. */
  readonly user_id: string | null;
  readonly session_id: string | null;
  /** Lane and last offset that count: for a custom scope bucket and place. */
  readonly lane: number;
  readonly upTo: number;
  /** Only a bound on what is read: events of other windows may come too. */
  readonly window: Window;
  readonly after: OccurredAt | undefined;
  readonly limit: number;
}

/** What a host reads when a key must be folded again. */
export interface KeyHistory {
  /** In order of occurrence, without events that were taken back up to there. */
  read(query: HistoryQuery): Promise<readonly RecordedEvent[]>;
  /** What the processor derived from a key and window so far. */
  ownDerived(
    ref: ProcessorRef,
    state: { readonly key: string; readonly window: Window; readonly users: readonly string[] },
  ): Promise<readonly OwnDerived[]>;
  /** One event by its id. */
  get(eventId: string): Promise<RecordedEvent | undefined>;
}
