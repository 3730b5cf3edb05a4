import type { RecordedEvent } from '@activity-hub/contracts/event';
import type { StateRow } from '@activity-hub/db/checkpoints/consumer-store';
import type { OwedEvent } from '@activity-hub/db/plugins/read-owed-events';
import { placeOf } from '../bus/event-place.ts';
import type { BatchPlace } from '../bus/lane-processor.ts';

/**
 * Whether an event may cause derived events and cases: a plugin that catches up with history, or is built as a
 * shadow, announces nothing of it. Undefined stands for an event of an earlier batch.
 */
export type Announces = (place: BatchPlace, event: RecordedEvent | undefined) => boolean;

/**
 * Whether a deadline may cause any: time that had passed before the plugin was there is history too. Whatever came
 * since makes a key one of its own time, also where the events themselves are old.
 */
export function announcesDeadline(
  { madeAt }: BatchPlace,
  { last_recorded_at }: Pick<StateRow, 'last_recorded_at'>,
  at: string,
): boolean {
  return at >= madeAt || (last_recorded_at ?? '') >= madeAt;
}

/** For a consumer of lanes. */
export const announcesInLane: Announces = ({ offset, derivesAfter }, event) =>
  event === undefined ? offset >= derivesAfter : placeOf(event).offset > derivesAfter;

export interface InboxAnnouncements {
  /** By lane of the log. */
  readonly derivesAfter: readonly number[];
  /** Before it, and left without what follows from it by the revision that was live. */
  readonly owed: readonly OwedEvent[];
  /** Whether it still folds what others have announced: their deadlines are among it. */
  readonly inSilence: () => boolean;
}

/** For a consumer of an inbox, whose places are not those of the log. */
export function announcesBehind({ derivesAfter, owed, inSilence }: InboxAnnouncements): Announces {
  const owedIn = Map.groupBy(owed, ({ lane }) => lane);
  const owedOffsets = new Map([...owedIn].map(([lane, events]) => [lane, new Set(events.map(({ offset }) => offset))]));
  return (place, event) => {
    if (place.derivesAfter !== 0) return false;
    if (event === undefined) return !inSilence();
    const { lane, offset } = placeOf(event);
    return offset > (derivesAfter[lane] ?? 0) || owedOffsets.get(lane)?.has(offset) === true;
  };
}
