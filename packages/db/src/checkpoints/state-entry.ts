import type { StateKey, StateRow } from './consumer-store.ts';

/** Neither JSON texts nor ids, instants and zones hold it. */
export const FIELD_SEPARATOR = '\u001f';

/** In place of the user where the key is the user, as it is with most plugins. */
const USER_IS_KEY = '=';

/**
 * A calendar window as fronts and shelves hold it; the view `held_state` reads the same fields. Joined, because a text
 * made of parts is a tree that is copied once more when it is written.
 */
export function stateEntry(row: StateRow): string {
  return [
    row.state,
    row.view ?? '',
    row.deadline_at ?? '',
    row.last_event_id ?? '',
    row.last_occurred_at ?? '',
    row.last_recorded_at ?? '',
    row.time_zone,
    row.causation_depth,
    row.fired_until ?? '',
    row.user_id === row.key ? USER_IS_KEY : (row.user_id ?? ''),
    row.correlation_id === null ? '' : JSON.stringify(row.correlation_id),
  ].join(FIELD_SEPARATOR);
}

export function stateOfEntry({ key, window_kind, window_start }: StateKey, lane: number, entry: string): StateRow {
  const [state = '', view, deadline, eventId, occurred, recorded, zone = '', depth, fired, user, correlation] =
    entry.split(FIELD_SEPARATOR);
  return {
    key,
    window_kind,
    window_start,
    lane,
    user_id: user === USER_IS_KEY ? key : user || null,
    state,
    view: view || null,
    deadline_at: deadline || null,
    last_event_id: eventId || null,
    last_occurred_at: occurred || null,
    last_recorded_at: recorded || null,
    time_zone: zone,
    correlation_id: correlation ? JSON.parse(correlation) : null,
    causation_depth: Number(depth),
    fired_until: fired || null,
  };
}
