import type { Statements } from '../postgres/statements.ts';

/** Its members stay in the directory, its mentors stay people. */
export async function removeCohort(sql: Statements, cohortId: string): Promise<void> {
  await sql`delete from cohort where cohort_id = ${cohortId}::text::uuid`;
}
