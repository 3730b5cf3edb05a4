import type { Sql } from '../postgres/client.ts';

/** The columns of a `StateRow`. JSON stays text: the host decodes it once, where it keeps the state. */
export function stateColumns(sql: Sql) {
  return sql`key, window_kind, window_start, lane, user_id, state::text, view::text, deadline_at, last_event_id,
    last_occurred_at, last_recorded_at, time_zone, correlation_id, causation_depth,
    fired_until`;
}
