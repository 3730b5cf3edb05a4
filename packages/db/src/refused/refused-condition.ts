import type { RefusedFilter } from '@activity-hub/contracts/activity/refused-search';
import type { Statements } from '../postgres/statements.ts';
import { exactInstant } from '../queries/exact-instant.ts';

/** A text to be found as it is: `%` and `_` in it stand for themselves. */
function containing(text: string): string {
  return `%${text.replaceAll(/[\\%_]/g, '\\$&')}%`;
}

export type RefusedStateFilter = 'open' | 'resubmitting' | 'resubmitted' | 'discarded' | 'any';

/** The conditions of a filter, each beginning with "and". */
export function refusedCondition(sql: Statements, filter: RefusedFilter, state: RefusedStateFilter) {
  const { group_id, code, source, type, key_id, text, from, to } = filter;
  const none = sql``;
  return sql`
    ${state === 'any' ? none : sql`and refused_event.state = ${state}`}
    ${group_id === undefined ? none : sql`and refused_event.group_id = ${group_id}`}
    ${code === undefined ? none : sql`and refused_event.code = ${code}`}
    ${source === undefined ? none : sql`and refused_event.source_system = ${source}`}
    ${type === undefined ? none : sql`and refused_event.event_type = ${type}`}
    ${key_id === undefined ? none : sql`and refused_event.key_id = ${key_id}`}
    ${text === undefined ? none : sql`and refused_event.detail ilike ${containing(text)}`}
    ${from === undefined ? none : sql`and refused_event.received_at >= ${exactInstant(from)}::text::timestamptz`}
    ${to === undefined ? none : sql`and refused_event.received_at < ${exactInstant(to)}::text::timestamptz`}`;
}
