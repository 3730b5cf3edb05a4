import { invalidCursor } from '@activity-hub/contracts/invalid-cursor';
import { decodeKeysetCursor, encodeKeysetCursor } from '@activity-hub/contracts/keyset-cursor';
import { type ExactInstant, isExactInstant } from './exact-instant.ts';

/** The row a page ended with: the next page holds what sorts after it, newest first. */
export interface Keyset {
  readonly at: ExactInstant;
  readonly id: string;
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** @throws HubError invalid_cursor when the text was not given out by the hub. */
export function readCursor(cursor: string | undefined): Keyset | undefined {
  if (cursor === undefined) return undefined;
  const decoded = decodeKeysetCursor(cursor);
  if (decoded === undefined || !uuid.test(decoded.event_id) || !isExactInstant(decoded.timestamp)) {
    throw invalidCursor();
  }
  return { at: decoded.timestamp, id: decoded.event_id };
}

/** A page and what it continues with. `rows` were read with one row more than `limit`: that one tells whether there is more. */
export function pageOf<Row>(
  rows: readonly Row[],
  limit: number,
  keyOf: (row: Row) => Keyset,
): { readonly rows: readonly Row[]; readonly next: string | null } {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  if (rows.length <= limit || last === undefined) return { rows: shown, next: null };
  const { at, id } = keyOf(last);
  return { rows: shown, next: encodeKeysetCursor({ timestamp: at, event_id: id }) };
}
