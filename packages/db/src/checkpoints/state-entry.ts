import type { StateKey, StateRow } from './consumer-store.ts';

/** Neither JSON texts nor ids, instants and zones hold it. */
export const FIELD_SEPARATOR = '\u001f';

/** A calendar window as fronts and shelves hold it; the view `held_state` reads the same fields. */
export function stateEntry(row: StateRow): string {
  const correlation = row.correlation_id === null ? '' : JSON.stringify(row.correlation_id);
  return (
    `${row.state}\u001f${row.view ?? ''}\u001f${row.deadline_at ?? ''}\u001f${row.last_event_id ?? ''}` +
    `\u001f${row.last_occurred_at ?? ''}\u001f${row.last_recorded_at ?? ''}\u001f${row.time_zone}` +
    `\u001f${row.causation_depth}\u001f${row.fired_until ?? ''}\u001f${row.user_id ?? ''}\u001f${correlation}`
  );
}

export function stateOfEntry({ key, window_kind, window_start }: StateKey, lane: number, entry: string): StateRow {
  const [state = '', view, deadline, eventId, occurred, recorded, zone = '', depth, fired, user, correlation] =
    entry.split(FIELD_SEPARATOR);
  return {
    key,
    window_kind,
    window_start,
    lane,
    user_id: user || null,
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
