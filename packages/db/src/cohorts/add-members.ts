import type { Statements } from '../postgres/statements.ts';

export interface MemberToAdd {
  /** Lower case. */
  readonly user_id: string;
  readonly display_name?: string | undefined;
  readonly time_zone?: string | undefined;
}

/**
 * Makes members of participants, and participants of those nobody knew. Names and zones that are given
 * replace those that were known. @returns the ids of those who were no members before
 */
export async function addMembers(
  sql: Statements,
  cohortId: string,
  members: readonly MemberToAdd[],
): Promise<ReadonlySet<string>> {
  const rows = await sql<{ user_id: string }[]>`
    with sent as (
      select user_id, display_name, time_zone
      from jsonb_to_recordset(${JSON.stringify(members)}::text::jsonb) as sent (user_id uuid, display_name text, time_zone text)
    ), known as (
      insert into participant (user_id, display_name, time_zone)
      select user_id, display_name, time_zone from sent order by user_id
      on conflict (user_id) do update set
        display_name = coalesce(excluded.display_name, participant.display_name),
        time_zone = coalesce(excluded.time_zone, participant.time_zone),
        updated_at = now()
      returning user_id
    )
    insert into cohort_member (cohort_id, user_id)
    select ${cohortId}::text::uuid, user_id from known
    on conflict do nothing
    returning user_id`;
  return new Set(rows.map((row) => row.user_id));
}
