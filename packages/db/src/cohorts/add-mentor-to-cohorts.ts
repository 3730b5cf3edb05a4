import type { Statements } from '../postgres/statements.ts';

/** @returns how many of the cohorts exist */
export async function addMentorToCohorts(
  sql: Statements,
  personId: string,
  cohortIds: readonly string[],
): Promise<number> {
  if (cohortIds.length === 0) return 0;
  const rows = await sql`
    insert into cohort_mentor (cohort_id, person_id)
    select cohort_id, ${personId} from cohort
    where cohort_id = any(string_to_array(${cohortIds.join(',')}, ',')::uuid[])
    returning cohort_id`;
  return rows.length;
}
