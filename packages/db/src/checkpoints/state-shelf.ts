import type { WindowKind } from '@activity-hub/contracts/plugin/manifest';
import type { StateKey, StateRow } from './consumer-store.ts';

/** Neither JSON texts nor ids, instants and zones hold it; a correlation id might, so that one stands last. */
const FIELD_SEPARATOR = '\u001f';

/** What a shelf for windows of this kind covers; undefined: they lie on none. */
export function spanOf(kind: WindowKind): 'day' | 'month' | undefined {
  if (kind === 'hourly' || kind === 'daily') return 'day';
  if (kind === 'weekly' || kind === 'monthly') return 'month';
  return undefined;
}

/** Calendar windows of a key lie on shelves, so that an event changes two rows and not four: hours and days on one of their day, weeks and months on one of a month. */
export function shelfOf({
  window_kind,
  window_start,
}: Pick<StateKey, 'window_kind' | 'window_start'>): string | undefined {
  const span = spanOf(window_kind);
  return span === undefined ? undefined : window_start.slice(0, span === 'day' ? 10 : 7);
}

/** A window as a shelf names it. */
export function nameOnShelf({ window_kind, window_start }: Pick<StateKey, 'window_kind' | 'window_start'>): string {
  return `${window_kind}|${window_start}`;
}

/** A window as a shelf holds it; the view `held_state` reads the same fields. */
export function shelfEntry(row: StateRow): string {
  return [
    row.state,
    row.view,
    row.deadline_at,
    row.last_event_id,
    row.last_occurred_at,
    row.last_recorded_at,
    row.time_zone,
    row.causation_depth,
    row.fired_until,
    row.user_id,
    row.correlation_id,
  ].join(FIELD_SEPARATOR);
}

export interface ShelvedWindow {
  readonly key: string;
  readonly lane: number;
  readonly name: string;
  readonly entry: string;
}

export function shelvedState({ key, lane, name, entry }: ShelvedWindow): StateRow {
  const [kind = '', start = ''] = name.split('|');
  const [state = '', view, deadline, eventId, occurred, recorded, zone = '', depth, fired, user, ...correlation] =
    entry.split(FIELD_SEPARATOR);
  return {
    key,
    window_kind: kind as WindowKind,
    window_start: start,
    lane,
    user_id: user || null,
    state,
    view: view || null,
    deadline_at: deadline || null,
    last_event_id: eventId || null,
    last_occurred_at: occurred || null,
    last_recorded_at: recorded || null,
    time_zone: zone,
    correlation_id: correlation.join(FIELD_SEPARATOR) || null,
    causation_depth: Number(depth),
    fired_until: fired || null,
  };
}

/** Names of windows of one shelf, as the functions of the database take them. */
export function joinedNames(names: readonly string[]): string {
  return names.join(FIELD_SEPARATOR);
}
