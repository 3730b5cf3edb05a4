import type { RecordedEvent } from '@activity-hub/contracts/event';

/** A place in the order in which things happened. */
export interface OccurredAt {
  readonly timestamp: string;
  readonly event_id: string;
}

/** The order of folds: by the time it happened, then by id. Negative when `a` comes first. Instants are UTC texts of one shape. */
export function compareOccurred(a: OccurredAt, b: OccurredAt): number {
  if (a.timestamp !== b.timestamp) return a.timestamp < b.timestamp ? -1 : 1;
  if (a.event_id === b.event_id) return 0;
  return a.event_id < b.event_id ? -1 : 1;
}

/** In order of occurrence; the very same array when it is in order already, as nearly every batch is. */
export function inOccurredOrder<Item>(items: readonly Item[], eventOf: (item: Item) => RecordedEvent): readonly Item[] {
  const inOrder = items.every((item, at) => {
    const before = items[at - 1];
    return before === undefined || compareOccurred(eventOf(before), eventOf(item)) <= 0;
  });
  return inOrder ? items : items.toSorted((a, b) => compareOccurred(eventOf(a), eventOf(b)));
}
