import type { StreamedEvent } from '@activity-hub/contracts/dispatch/stream';

/** More than a person reads, and little enough that a tab may stay open all day. */
export const maxRows = 2_000;

export interface TailRow {
  /** Of this page: the same event may come twice when the hub was away. */
  readonly serial: number;
  readonly event: StreamedEvent;
}

/** Why nothing moves: the reader said so, scrolled, or marked a text. */
export type HoldReason = 'asked' | 'scrolled' | 'selected';

export interface TailRows {
  /** Newest first. */
  readonly shown: readonly TailRow[];
  /** Came while the tail was held. */
  readonly waiting: readonly TailRow[];
  readonly held: HoldReason | null;
  /** Came, and made room for newer ones. */
  readonly leftOut: number;
}

export const noRows: TailRows = { shown: [], waiting: [], held: null, leftOut: 0 };

/** @param came oldest first, as the stream brings them */
export function withArrived(rows: TailRows, came: readonly TailRow[]): TailRows {
  const newestFirst = came.toReversed();
  if (rows.held === null) {
    const all = [...newestFirst, ...rows.shown];
    return { ...rows, shown: all.slice(0, maxRows), leftOut: rows.leftOut + Math.max(0, all.length - maxRows) };
  }
  const all = [...newestFirst, ...rows.waiting];
  return { ...rows, waiting: all.slice(0, maxRows), leftOut: rows.leftOut + Math.max(0, all.length - maxRows) };
}

export function held(rows: TailRows, reason: HoldReason): TailRows {
  return rows.held === null ? { ...rows, held: reason } : rows;
}

export function released(rows: TailRows): TailRows {
  const all = [...rows.waiting, ...rows.shown];
  return {
    shown: all.slice(0, maxRows),
    waiting: [],
    held: null,
    leftOut: rows.leftOut + Math.max(0, all.length - maxRows),
  };
}
