import { deepEqual } from 'node:assert/strict';
import type { RecordedEvent } from '../../event.ts';
import { topicMatches } from '../../topic.ts';
import type { AnyAggregator, DerivedEvent, Window } from '../aggregator.ts';
import { foldGroup } from '../fold-group.ts';
import type { FoldAnswer } from '../program.ts';
import { windowsOf } from '../windows-of.ts';

/** Each event is tried as the late one, which folds the whole history twice. */
const MAX_EVENTS = 40;

/**
 * A fold that wants its events in order is not folded again for a late event that leaves its state the very same.
 * So such an event must make no difference in its own place either: to the state, or to what is derived.
 * @throws when one does
 */
export function checkBearing(aggregator: AnyAggregator, config: unknown, history: readonly RecordedEvent[]): void {
  const events = history.filter((event) => isMine(aggregator, event)).slice(0, MAX_EVENTS);
  const ordered = events.toSorted((a, b) => (placeOf(a) < placeOf(b) ? -1 : 1));
  for (const late of ordered) {
    for (const window of aggregator.manifest.windows.flatMap((kind) => windowsOf(kind, late))) {
      const all = ordered.filter((event) => aggregator.keyOf(event) === aggregator.keyOf(late) && isIn(window, event));
      const others = all.filter((event) => event !== late);
      const known = foldAll(aggregator, config, window, others);
      if (known.state === null || aggregator.apply(known.state, late, config) !== known.state) continue;
      const inPlace = foldAll(aggregator, config, window, all);
      deepEqual(inPlace.state, known.state, `${late.event_id} changes the state in its own place`);
      deepEqual(derivedOf(inPlace), derivedOf(known), `${late.event_id} changes what is derived in its own place`);
    }
  }
}

function isMine(aggregator: AnyAggregator, event: RecordedEvent): boolean {
  const isWanted = aggregator.manifest.topics.some((topic) => topicMatches(topic, event.event_type));
  return isWanted && aggregator.keyOf(event) !== undefined;
}

function isIn({ kind, start }: Window, event: RecordedEvent): boolean {
  return windowsOf(kind, event).some((window) => window.start === start);
}

function placeOf({ timestamp, event_id }: RecordedEvent): string {
  return `${new Date(timestamp).toISOString()} ${event_id}`;
}

function foldAll(
  aggregator: AnyAggregator,
  config: unknown,
  window: Window,
  events: readonly RecordedEvent[],
): FoldAnswer {
  return foldGroup(aggregator, config, { key: '', window, state: null, events, until: null });
}

function derivedOf(answer: FoldAnswer): readonly DerivedEvent[] {
  return answer.steps.flatMap((step) => step.derived);
}
