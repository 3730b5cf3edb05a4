import type { Sql } from '../postgres/client.ts';
import { notCorrected } from './not-corrected.ts';

export interface UserEventCount {
  readonly event_type: string;
  readonly events: number;
  readonly first_at: string;
  readonly last_at: string;
}

/** What a user did, by type, with the first and the last time. */
export async function countUserEvents(sql: Sql, userId: string): Promise<readonly UserEventCount[]> {
  return sql<UserEventCount[]>`
    select event_type, count(*) as events,
      min(occurred_at) as first_at, max(occurred_at) as last_at
    from event
    where user_id = ${userId}::text::uuid ${notCorrected(sql)}
    group by event_type`;
}
