import { createHash } from 'node:crypto';
import type { RunningTotal } from '@activity-hub/contracts/activity/aggregate-explanation';
import { canonicalJson } from '@activity-hub/contracts/canonical-form';
import { invalidCursor } from '@activity-hub/contracts/invalid-cursor';
import { decodeKeysetCursor, encodeKeysetCursor, type KeysetCursor } from '@activity-hub/contracts/keyset-cursor';

/** Where a page of an explanation ended: at which event, and with what total. */
export interface PageEnd {
  readonly at: KeysetCursor;
  /** Empty: nobody asks. */
  readonly total: string;
}

/** A cursor: short, whatever the total is. */
export function pageEndOf({ timestamp, event_id }: KeysetCursor, total: RunningTotal | null): string {
  return `${encodeKeysetCursor({ timestamp, event_id })}.${total === null ? '' : digestOf(total)}`;
}

/** @throws HubError invalid_cursor */
export function readPageEnd(cursor: string | undefined): PageEnd | undefined {
  if (cursor === undefined) return undefined;
  const [place = '', total, ...more] = cursor.split('.');
  const at = decodeKeysetCursor(place);
  if (at === undefined || total === undefined || more.length > 0) throw invalidCursor();
  return { at, total };
}

/** Whether a page begins with the total that the one before ended with. */
export function goesOn(end: PageEnd | undefined, total: RunningTotal): boolean {
  return end === undefined || end.total === digestOf(total);
}

function digestOf(total: RunningTotal): string {
  return createHash('sha256').update(canonicalJson(total)).digest('base64url').slice(0, 16);
}
