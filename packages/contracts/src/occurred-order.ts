/** A place in the order in which things happened. */
export interface OccurredAt {
  readonly timestamp: string;
  readonly event_id: string;
}

/** The order of folds: by the time it happened, then by id. Negative when `a` comes first. */
export function compareOccurred(a: OccurredAt, b: OccurredAt): number {
  if (a.timestamp !== b.timestamp) return isEarlier(a.timestamp, b.timestamp) ? -1 : 1;
  if (a.event_id === b.event_id) return 0;
  return a.event_id < b.event_id ? -1 : 1;
}

/** Instants are ISO texts in UTC with three or six digits of a second: without the Z they sort as the instants do. */
function isEarlier(a: string, b: string): boolean {
  return a.length === b.length ? a < b : a.slice(0, -1) < b.slice(0, -1);
}
