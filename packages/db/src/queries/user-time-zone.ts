import type { Sql } from '../postgres/client.ts';

/** The zone of a user's newest event: where the user's "today" is. */
export async function userTimeZone(sql: Sql, userId: string): Promise<string | undefined> {
  const [row] = await sql<{ time_zone: string }[]>`
    select time_zone from event
    where user_id = ${userId}::text::uuid
    order by occurred_at desc, event_id desc
    limit 1`;
  return row?.time_zone;
}
