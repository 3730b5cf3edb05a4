import type { Statements } from '../postgres/statements.ts';

/** How many participants the mentor of a cohort sees who sees most of them. */
export async function largestSight(sql: Statements, cohortId: string): Promise<number> {
  const [row] = await sql<{ members: number }[]>`
    select coalesce(max(seen.members), 0) as members from (
      select count(distinct cohort_member.user_id) as members
      from cohort_mentor as own
      join cohort_mentor as theirs on theirs.person_id = own.person_id
      join cohort_member on cohort_member.cohort_id = theirs.cohort_id
      where own.cohort_id = ${cohortId}::text::uuid
      group by own.person_id
    ) as seen`;
  return row?.members ?? 0;
}
