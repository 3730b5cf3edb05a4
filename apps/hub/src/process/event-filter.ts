import type { RecordedEvent } from '@activity-hub/contracts/event';
import { topicMatches } from '@activity-hub/contracts/topic';

const maxRememberedTypes = 10_000;

/**
 * Which events a plugin is handed: those of its topics, and never its own derived events, which would
 * feed its output back into its input.
 */
export function eventFilter(processor: string, topics: readonly string[]): (event: RecordedEvent) => boolean {
  const wanted = new Map<string, boolean>();
  return (event) => {
    if (event.origin === 'derived' && event.metadata['processor'] === processor) return false;
    let covered = wanted.get(event.event_type);
    if (covered === undefined) {
      covered = topics.some((pattern) => topicMatches(pattern, event.event_type));
      if (wanted.size < maxRememberedTypes) wanted.set(event.event_type, covered);
    }
    return covered;
  };
}
