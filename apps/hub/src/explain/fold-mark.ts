import { compareOccurred, type OccurredAt } from '@activity-hub/contracts/occurred-order';
import { type FoldPoint, nothingFolded, type TypeTotal } from './explain-order.ts';

/** How far the fold of a history was: everything up to there is in it. */
export interface FoldMark {
  /** Null: before the first event. */
  readonly at: OccurredAt | null;
  readonly point: FoldPoint;
  readonly types: readonly TypeTotal[];
  /** Events that were read, those of other keys and windows too. */
  readonly read: number;
}

export const beginning: FoldMark = { at: null, point: nothingFolded, types: [], read: 0 };

/** A whole history that was folded, with places on the way: the last one is the end. */
export type Marks = readonly [FoldMark, ...FoldMark[]];

export const endOf = (marks: Marks): FoldMark => marks.at(-1) ?? beginning;

/** From where what follows a place is told. */
export function markBefore(marks: Marks, place: OccurredAt | null): FoldMark {
  return marks.findLast(({ at }) => at === null || (place !== null && compareOccurred(at, place) <= 0)) ?? beginning;
}

/** From where at least so many events of the key lie before a place; null: before the end. */
export function markWithRoom(marks: Marks, place: OccurredAt | null, events: number): FoldMark {
  const last = place === null ? endOf(marks) : markBefore(marks, place);
  return marks.findLast(({ point }) => last.point.events - point.events >= events) ?? beginning;
}

/** What still holds after something new happened at an instant. */
export function marksBefore(marks: Marks, instant: string): Marks {
  const bound = { timestamp: instant, event_id: '' };
  return [beginning, ...marks.filter(({ at }) => at !== null && compareOccurred(at, bound) < 0)];
}

/** Every second of them, and the end. */
export function thinned(marks: Marks): Marks {
  return [beginning, ...marks.slice(1).filter((mark, index) => index % 2 === 1 || mark === endOf(marks))];
}
