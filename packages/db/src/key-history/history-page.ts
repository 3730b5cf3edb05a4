import type { RecordedEvent } from '@activity-hub/contracts/event';

/** A page of what a state was folded from, in order of occurrence. */
export interface HistoryPage {
  /** The last event of the page before. */
  readonly after: Pick<RecordedEvent, 'timestamp' | 'event_id'> | undefined;
  readonly limit: number;
}
