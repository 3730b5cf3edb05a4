import type { RecordedEvent } from '@activity-hub/contracts/event';
import { decodePosition, type Position } from '@activity-hub/contracts/position';

const known = new WeakMap<RecordedEvent, Position>();

/** Says where an event stands, where that is known: reading it from the position cost a twentieth of a fold. */
export function notePlace(event: RecordedEvent, place: Position): void {
  known.set(event, place);
}

/** Where an event stands in the log. Remembered, because every host of a batch asks for it. */
export function placeOf(event: RecordedEvent): Position {
  let place = known.get(event);
  if (place === undefined) {
    place = decodePosition(event.position);
    if (place === undefined) throw new TypeError(`Event ${event.event_id} carries no position of this log.`);
    known.set(event, place);
  }
  return place;
}
