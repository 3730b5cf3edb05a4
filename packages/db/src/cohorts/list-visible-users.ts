import type { Statements } from '../postgres/statements.ts';

/** The members of a mentor's cohorts, at most `limit` of them. */
export async function listVisibleUsers(sql: Statements, mentorId: string, limit: number): Promise<readonly string[]> {
  const rows = await sql<{ user_id: string }[]>`
    select distinct cohort_member.user_id
    from cohort_mentor join cohort_member on cohort_member.cohort_id = cohort_mentor.cohort_id
    where cohort_mentor.person_id = ${mentorId}
    order by cohort_member.user_id
    limit ${limit}`;
  return rows.map((row) => row.user_id);
}
