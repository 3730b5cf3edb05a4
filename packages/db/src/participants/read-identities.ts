import type { Sql } from '../postgres/client.ts';

/** What ingest keeps with an event of a participant. */
export interface LocalIdentity {
  readonly user_id: string;
  readonly time_zone: string | null;
  readonly locale: string | null;
  readonly cohort_ids: readonly string[];
}

/** Those of the participants that the local directory knows. */
export async function readIdentities(sql: Sql, userIds: readonly string[]): Promise<readonly LocalIdentity[]> {
  return sql<LocalIdentity[]>`
    select participant.user_id, participant.time_zone, participant.locale,
      (select coalesce(json_agg(cohort_member.cohort_id order by cohort_member.cohort_id), '[]')
       from cohort_member where cohort_member.user_id = participant.user_id) as cohort_ids
    from participant
    where participant.user_id = any(string_to_array(${userIds.join(',')}, ',')::uuid[])`;
}
