import type { RecordedEvent } from '@activity-hub/contracts/event';
import { compareOccurred } from '@activity-hub/contracts/occurred-order';

/** Events in order of occurrence; the very same array when it is in order already, as nearly every batch is. */
export function inOccurredOrder(events: readonly RecordedEvent[]): readonly RecordedEvent[] {
  const inOrder = events.every((event, at) => {
    const before = events[at - 1];
    return before === undefined || compareOccurred(before, event) <= 0;
  });
  return inOrder ? events : events.toSorted(compareOccurred);
}
