import type { Sql } from '../postgres/client.ts';

export interface CorrectedRow {
  readonly event_id: string;
  readonly event_type: string;
  readonly timestamp: string;
  readonly kind: string;
}

/** Events of a user between two days (both included) that people took back, newest first. */
export async function listCorrected(
  sql: Sql,
  query: { readonly user_id: string; readonly days: readonly [string, string]; readonly limit: number },
): Promise<readonly CorrectedRow[]> {
  return sql<CorrectedRow[]>`
    select event.event_id, event.event_type, event.occurred_at as timestamp, taken.kind
    from event join event_correction as taken on taken.event_id = event.event_id
    where taken.kind <> 'superseded' and event.user_id = ${query.user_id} and event.day between ${query.days[0]} and ${query.days[1]}
    order by event.occurred_at desc, event.event_id desc limit ${query.limit}`;
}
