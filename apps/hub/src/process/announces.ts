import type { RecordedEvent } from '@activity-hub/contracts/event';
import { placeOf } from '../bus/event-place.ts';
import type { BatchPlace } from '../bus/lane-processor.ts';

/**
 * Whether an event may cause derived events and cases: a plugin that catches up with history, or is built as a
 * shadow, announces nothing of it. Undefined stands for an event of an earlier batch.
 */
export type Announces = (place: BatchPlace, event: RecordedEvent | undefined) => boolean;

/** For a consumer of lanes. */
export const announcesInLane: Announces = ({ offset, derivesAfter }, event) =>
  event === undefined ? offset >= derivesAfter : placeOf(event).offset > derivesAfter;

/** For a consumer of an inbox, whose places are not those of the log. @param derivesAfter by lane of the log */
export function announcesBehind(derivesAfter: readonly number[]): Announces {
  return (place, event) => {
    if (event === undefined) return place.derivesAfter === 0;
    const { lane, offset } = placeOf(event);
    return place.derivesAfter === 0 && offset > (derivesAfter[lane] ?? 0);
  };
}
