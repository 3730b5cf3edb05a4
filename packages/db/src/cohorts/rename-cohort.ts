import type { Statements } from '../postgres/statements.ts';

/** @returns false when another cohort has the name */
export async function renameCohort(sql: Statements, cohortId: string, name: string): Promise<boolean> {
  const rows = await sql`
    update cohort set name = ${name}
    where cohort_id = ${cohortId}::text::uuid
      and not exists (select from cohort as other
        where lower(other.name) = lower(${name}) and other.cohort_id <> ${cohortId}::text::uuid)
    returning cohort_id`;
  return rows.length > 0;
}
